import type { Temporal } from 'temporal-polyfill';
import { parseInstant } from '../../period/instant.ts';
import { Refusal } from '../answer.ts';
import { badRequest, type Fault } from './errors.ts';

const dateForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const dateRule =
  "must be a valid ISO 8601 date with the format yyyy-MM-dd'T'HH:mm:ss'Z', for example 2017-03-31T23:30:01Z";

/** The parameters of a request, and what is found to be wrong with them. */
export interface Parameters {
  /** The last value of a name; undefined where there is none, or an empty one. */
  readonly textOf: (name: string) => string | undefined;
  readonly complain: (fault: Fault) => void;
  /** What was read of them. Throws the answer that names all faults where there is one. */
  readonly accepted: <Value>(value: Value | null, requestId: string) => Value;
}

export function parametersOf(query: URLSearchParams): Parameters {
  const faults: Fault[] = [];
  return {
    textOf: (name) => query.getAll(name).at(-1) || undefined,
    complain: (fault) => void faults.push(fault),
    accepted: (value, requestId) => {
      if (value === null || faults.length > 0) throw new Refusal(badRequest(requestId, faults));
      return value;
    },
  };
}

/** Null where there is none, or a wrong one. */
export function readDate({ textOf, complain }: Parameters, path: string): Temporal.Instant | null {
  const text = textOf(path);
  if (text === undefined) return null;
  const instant = dateForm.test(text) ? parseInstant(text) : undefined;
  if (!instant) complain({ path, message: dateRule, kind: 'Date', rejectedValue: text });
  return instant ?? null;
}

export function complainOfMissing({ complain }: Parameters, path: string): void {
  complain({ path, message: 'may not be empty', kind: 'NotEmpty' });
}

/** The entries of a list; blanks around them and empty ones do not count. */
export function readList({ textOf }: Parameters, path: string): string[] {
  const entries = textOf(path)?.split(',') ?? [];
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** What a word stands for; undefined where there is none, or a wrong one. */
export function readWord<Value>(
  parameters: Parameters,
  path: string,
  meanings: Readonly<Record<string, Value>>,
  { anyCase = false, told = Object.keys(meanings) } = {},
): Value | undefined {
  const text = parameters.textOf(path);
  if (text === undefined) return undefined;
  const word = anyCase ? told.find((each) => each.toLowerCase() === text.toLowerCase()) : text;
  if (word !== undefined && Object.hasOwn(meanings, word)) return meanings[word];
  complainOfWord(parameters, path, told, text);
  return undefined;
}

export function complainOfWord(
  { complain }: Parameters,
  path: string,
  words: readonly string[],
  rejectedValue: string,
): void {
  const message = `Expected one of these: ${words.map((word) => `'${word}'`).join(', ')}`;
  complain({ path, message, kind: 'EnumValue', rejectedValue });
}

interface Bounds {
  readonly most: number;
  /** Whether a larger number stands for the largest. */
  readonly isCut?: boolean;
  /** The number where none is given. */
  readonly otherwise: number;
}

/** A whole number from 1; the default also for a wrong one, which is complained of. */
export function readNumber(
  { textOf, complain }: Parameters,
  path: string,
  { most, isCut = false, otherwise }: Bounds,
): number {
  const text = textOf(path);
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!/^-?\d+$/.test(text))
    complain({ path, message: 'must be a whole number', kind: 'Number', rejectedValue: text });
  else if (number < 1 || (number > most && !isCut))
    complain({ path, message: `must be from 1 to ${most}`, kind: 'Range', rejectedValue: text });
  else return Math.min(number, most);
  return otherwise;
}
