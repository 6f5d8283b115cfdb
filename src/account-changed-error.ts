import { AwayError } from './away-error.ts';

/** An import has changed the account since the caller was read: who asks anew is answered by what it is now. */
export class AccountChangedError extends AwayError {}
