/** What the person at the command line can mend: `main` prints the message as one line and exits with code 2. */
export class UsageError extends Error {}

/** Work that ended before all of it was done; what had been done by then stays. `main` exits with code 3. */
export class StoppedError extends Error {}
