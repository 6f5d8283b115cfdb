/** What the person at the command line can mend: `main` prints the message as one line and exits with code 2. */
export class UsageError extends Error {}
