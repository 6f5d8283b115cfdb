const unstorable = /[\0\p{Cs}]/u;

/** Whether PostgreSQL can store a text: U+0000 and half of a surrogate pair it cannot. */
export function isStorable(text: string): boolean {
  return !unstorable.test(text);
}
