import { SetAsideError } from '../requests/errors.ts';

/** The app's user or the account's plan may not have it; the rest goes on. */
export class ForbiddenError extends SetAsideError {}

/** Help Scout does not take the request as it is: asking again would not help. */
export class RefusedError extends SetAsideError {}
