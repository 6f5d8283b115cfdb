// White space, control characters and unpaired surrogates; the last would not survive UTF-8.
const form = /^[^\s\p{Cc}\p{Cs}]{1,64}$/u;

/** Whether a text can be an id of the source at all: 1 to 64 characters without white space or control characters. */
export function isId(text: string): boolean {
  return form.test(text);
}
