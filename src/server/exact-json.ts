import { parse } from 'lossless-json';

// A number with an exponent or sixteen digits: only these can be integers that a double does not hold exactly.
const perhapsLong = /[:,[]\s*-?(?:\d[\d.]{15}|\d+(?:\.\d+)?[eE])/;
const numberParts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** `JSON.parse` that keeps every digit: an integer beyond 2^53 becomes a bigint. Throws where the text is not JSON. */
export function parseExactly(text: string): unknown {
  if (!perhapsLong.test(text)) return JSON.parse(text);
  return parse(text, null, { parseNumber: exactNumberOf, onDuplicateKey: ({ newValue }) => newValue });
}

function exactNumberOf(token: string): number | bigint {
  const value = Number(token);
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  const [, sign, whole = '', fraction = '', exponent = '0'] = numberParts.exec(token) ?? [];
  const zeros = Number(exponent) - fraction.length;
  const digits = `${whole}${fraction}${'0'.repeat(Math.max(0, zeros))}`;
  const end = digits.length + Math.min(0, zeros);
  // The double next to a number with a fraction may be an integer.
  if (/[1-9]/.test(digits.slice(end))) return value;
  // A double ends at 309 digits; thousands of zeros before them would take long.
  return BigInt(`${sign}${digits.slice(0, end).replace(/^0+/, '')}`);
}
