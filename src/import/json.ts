// Sixteen digits where a number may stand: only then can an integer be too long for a double.
const longNumber = /[:,[]\s*-?\d{16}/;
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/**
 * `JSON.parse` of UTF-8 that keeps every digit: an integer beyond 2^53 becomes the string of its digits, as ids need
 * it. Throws where the bytes are not JSON.
 */
export function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString();
  return JSON.parse(longNumber.test(text) ? text.replace(stringOrNumber, quoteIfUnsafe) : text);
}

function quoteIfUnsafe(token: string): string {
  return /^-?[1-9]\d*$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}
