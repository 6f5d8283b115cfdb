// Sixteen digits where a number may stand: only then can an integer be too long for a double.
const longNumber = /[:,[]\s*-?\d{16}/;
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const stringOrBracket = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}]/g;
const ownPrefix = 'x-';

/** JSON that has a key twice in one object. */
export class RepeatedKeyError extends Error {
  /** With the last value of the key. */
  readonly value: unknown;

  constructor(value: unknown, key: string) {
    super(`the key ${JSON.stringify(key)} occurs twice in one object`);
    this.value = value;
  }
}

/**
 * `JSON.parse` of UTF-8 that keeps every digit: an integer beyond 2^53 becomes the string of its digits, as ids need it.
 * Fields whose names begin with `x-` are left out at every level. Throws where the bytes are not JSON, and a
 * `RepeatedKeyError` where an object has a key twice, however the two are written.
 */
export function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString();
  const value = JSON.parse(longNumber.test(text) ? text.replace(stringOrNumber, quoteIfUnsafe) : text);
  // Of a key that stands twice JSON.parse keeps one: to count keys is quick, to look for the one takes longer than parsing.
  if (keysIn(text) !== takeKeys(value)) throw new RepeatedKeyError(value, repeatedKeyOf(text));
  return value;
}

function quoteIfUnsafe(token: string): string {
  return /^-?[1-9]\d*$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

/** How many keys a text of valid JSON has: strings before a colon. */
function keysIn(text: string): number {
  let keys = 0;
  for (let start = text.indexOf('"'); start >= 0; ) {
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    if (text.charCodeAt(afterSpace(text, end + 1)) === 0x3a) keys++;
    start = text.indexOf('"', end + 1);
  }
  return keys;
}

/** Whether the character at `index` stands behind an odd number of backslashes. */
function isEscaped(text: string, index: number): boolean {
  let start = index;
  while (text.charCodeAt(start - 1) === 0x5c) start--;
  return (index - start) % 2 === 1;
}

function afterSpace(text: string, index: number): number {
  let end = index;
  while (text.charCodeAt(end) <= 0x20) end++;
  return end;
}

/**
 * How many keys the objects in a value have; takes those away that are the exporter's own. A value may be nested deeper
 * than calls can be.
 */
function takeKeys(value: unknown): number {
  let keys = 0;
  const open: object[] = isNested(value) ? [value] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    if (Array.isArray(next)) {
      for (const member of next) if (isNested(member)) open.push(member);
    } else keys += takeOwnKeys(next as Record<string, unknown>, open);
  }
  return keys;
}

function takeOwnKeys(object: Record<string, unknown>, open: object[]): number {
  const keys = Object.keys(object);
  for (const key of keys) {
    const member = object[key];
    if (isNested(member)) open.push(member);
    if (key.startsWith(ownPrefix)) delete object[key];
  }
  return keys.length;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function repeatedKeyOf(text: string): string {
  const open: Set<string>[] = [];
  for (const { 0: token, index } of text.matchAll(stringOrBracket)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (text.charCodeAt(afterSpace(text, index + token.length)) === 0x3a) {
      const key = JSON.parse(token) as string;
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  throw new Error('no key occurs twice');
}
