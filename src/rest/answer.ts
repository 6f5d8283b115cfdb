/** An answer in a source's own shape. */
export interface Answer {
  readonly status: number;
  /** Empty where the answer has no body. */
  readonly body: string;
  /** What follows the body, a part at each call, as the client takes it; null at the end. */
  readonly more?: () => Promise<string | null>;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The code under which metrics count an error; null where the answer is none. */
  readonly code: string | null;
}

/** Ends the work on a request with an answer that is an error. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(answer.body);
    this.answer = answer;
  }
}

const json = 'application/json';

/** What was asked for, as JSON. */
export function found(value: unknown): Answer {
  return foundText(JSON.stringify(value));
}

/** The same for a text that is JSON already. */
export function foundText(body: string): Answer {
  return { status: 200, body, contentType: json, headers: {}, code: null };
}

/** An error as JSON, in the media type that the source gives it. */
export function refused(
  status: number,
  code: string,
  value: unknown,
  { contentType = json, headers = {} as Readonly<Record<string, string>> } = {},
): Answer {
  return { status, body: JSON.stringify(value), contentType, headers, code };
}
