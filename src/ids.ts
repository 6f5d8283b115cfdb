// White space, control characters and unpaired surrogates; the last would not survive UTF-8.
const forbidden = /[\s\p{Cc}\p{Cs}]/u;

/** Whether a text can be an id of the source at all: 1 to 64 characters without white space or control characters. */
export function isId(text: string): boolean {
  return text.length > 0 && text.length <= 128 && [...text].length <= 64 && !forbidden.test(text);
}
