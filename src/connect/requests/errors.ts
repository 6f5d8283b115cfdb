/** The source lets nobody in: the connection stops, and what is stored stays. The message says what to do. */
export class AccessError extends Error {}

/** One thing could not be read although it was tried again and again; the rest goes on. */
export class SetAsideError extends Error {}

/** What was asked takes the source too long: asked for less it may answer. */
export class TooLongError extends SetAsideError {}

/** The source asked for fewer requests ten times in a row: this round is over, not the connection. */
export class RoundOverError extends Error {}

/** The token did not reach the source. */
export class TokenLostError extends AccessError {}
