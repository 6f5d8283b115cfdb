import { Temporal } from 'temporal-polyfill';

const keys = new WeakMap<object, string>();

/**
 * The same text for equal values, and another one for any other: of texts, numbers, instants, and lists and plain objects of these.
 * Throws for whatever it cannot tell from others. Values never change: an object that is written down again is looked up.
 */
export function valueKey(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const key = keys.get(value) ?? keyOfObject(value);
    keys.set(value, key);
    return key;
  }
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`a ${typeof value} is no part of a question`);
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'bigint' ? `${value}n` : String(value);
}

function keyOfObject(value: object): string {
  if (value instanceof Temporal.Instant) return `@${value.epochNanoseconds}`;
  if (Array.isArray(value)) return `[${value.map(valueKey).join()}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`${value.constructor.name} is no part of a question`);
  return `{${Object.entries(value)
    .map(([name, part]) => `${JSON.stringify(name)}:${valueKey(part)}`)
    .join()}}`;
}
