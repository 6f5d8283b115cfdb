/** The source lets nobody in: the connection stops, and what is stored stays. The message says what to do. */
export class AccessError extends Error {}

/** One thing could not be read although it was tried again and again; the rest goes on. */
export class SetAsideError extends Error {}

/** What was asked takes the source too long: asked for less it may answer. */
export class TooLongError extends SetAsideError {}

/** The source is away, or asked for fewer requests ten times in a row: this round is over, not the connection. */
export class RoundOverError extends Error {}

/** The token did not reach the source. */
export class TokenLostError extends AccessError {}

/** Whether an error says in words for people that the source could not be asked. */
export function isUnasked(error: unknown): error is Error {
  return [AccessError, SetAsideError, RoundOverError].some((kind) => error instanceof kind);
}

/** What becomes of an error that one thing alone could not be read. */
export function nullWhereSetAside(error: unknown): null {
  if (error instanceof SetAsideError) return null;
  throw error;
}
