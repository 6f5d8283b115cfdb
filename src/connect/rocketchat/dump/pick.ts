// A document of BSON is its length, its elements and a zero. An element is a byte for its type, a name, a zero and its value.

const lengthBytes = 4;

/** How many bytes values have of types that all have as many. */
const fixedLengths = new Map([
  [0x01, 8], // double
  [0x06, 0], // undefined
  [0x07, 12], // id of an object
  [0x08, 1], // boolean
  [0x09, 8], // time
  [0x0a, 0], // null
  [0x10, 4], // 32 bits
  [0x11, 8], // timestamp
  [0x12, 8], // 64 bits
  [0x13, 16], // decimal
  [0x7f, 0], // greatest key
  [0xff, 0], // least key
]);

/** What values have besides the length that they begin with: of those whose length includes itself, none. */
const lengthsBeside = new Map([
  [0x02, lengthBytes], // text
  [0x03, 0], // document
  [0x04, 0], // array
  [0x05, lengthBytes + 1], // bytes, and of which kind
  [0x0c, lengthBytes + 12], // pointer
  [0x0d, lengthBytes], // code
  [0x0e, lengthBytes], // symbol
  [0x0f, 0], // code with its scope
]);

const expression = 0x0b;
const text = 0x02;

/** Names of fields that are wanted. To look for the sum of a name's bytes is quicker than to read the name. */
export interface Wanted {
  readonly names: ReadonlySet<string>;
  readonly sums: ReadonlySet<number>;
}

export function wantedOf(names: readonly string[]): Wanted {
  return {
    names: new Set(names),
    sums: new Set(names.map((name) => sumOf(Buffer.from(name), 0, name.length))),
  };
}

function sumOf(bytes: Buffer, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) sum = (Math.imul(sum, 31) + (bytes[at] ?? 0)) | 0;
  return sum;
}

/**
 * Makes a document one of the wanted fields alone, in its own bytes: what nobody reads is neither decoded nor copied. Throws where the
 * document is damaged, and leaves nothing of use then.
 */
export function pick(document: Buffer, { names, sums }: Wanted): Buffer {
  let length = lengthBytes;
  const end = document.length - 1;
  for (let at = lengthBytes; at < end; ) {
    const nameEnd = endOfText(document, at + 1);
    const next = endOfValue(document, document[at] ?? 0, nameEnd);
    if (next > end) throw new Error('a value reaches behind its document');
    if (sums.has(sumOf(document, at + 1, nameEnd - 1)) && names.has(nameOf(document, at + 1, nameEnd))) {
      document.copyWithin(length, at, next);
      length += next - at;
    }
    at = next;
  }
  document[length] = 0;
  document.writeInt32LE(length + 1, 0);
  return document.subarray(0, length + 1);
}

/** The text that a field of a document is; undefined where it has no such field, or it is no text. */
export function textOf(document: Buffer, field: string): string | undefined {
  for (let at = lengthBytes; at < document.length - 1; ) {
    const type = document[at] ?? 0;
    const nameEnd = endOfText(document, at + 1);
    const next = endOfValue(document, type, nameEnd);
    if (nameOf(document, at + 1, nameEnd) === field)
      return type === text ? document.toString('utf8', nameEnd + lengthBytes, next - 1) : undefined;
    at = next;
  }
  return undefined;
}

function nameOf(document: Buffer, start: number, end: number): string {
  return document.toString('latin1', start, end - 1);
}

/** Where the bytes behind a text that a zero ends begin. */
function endOfText(document: Buffer, from: number): number {
  let at = from;
  while (document[at] !== 0) if (++at >= document.length) throw new Error('a text has no end');
  return at + 1;
}

function endOfValue(document: Buffer, type: number, from: number): number {
  const fixed = fixedLengths.get(type);
  if (fixed !== undefined) return from + fixed;
  const beside = lengthsBeside.get(type);
  if (beside !== undefined) return from + beside + Math.max(0, document.readInt32LE(from));
  if (type === expression) return endOfText(document, endOfText(document, from));
  throw new Error('a value is of no type');
}
