import { Temporal } from 'temporal-polyfill';
import { badUserInput } from '../../errors.ts';
import { parseInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import { timeZoneOf } from '../../period/zone.ts';

/** What query parameters, or options of a command, say. Each reader throws the coded error that names the parameter. */
export interface Parameters {
  readonly text: (name: string) => string | null;
  /** The entries of a list, between commas; blanks around them and empty ones do not count. */
  readonly list: (name: string) => string[];
  readonly integer: (name: string, least?: number, most?: number) => number | null;
  readonly truth: (name: string) => boolean | null;
  readonly zone: (name: string) => string | null;
  /** Of the times that two parameters say; null where neither does. */
  readonly period: (startName: string, endName: string) => Period | null;
  /** What a word stands for, in any case. */
  readonly word: <Word extends string>(name: string, words: readonly Word[]) => Word | null;
  readonly words: <Word extends string>(name: string, words: readonly Word[]) => Word[];
}

const int32 = 2 ** 31;

/** Refuses names other than these: a misspelled condition would give more than was asked for. */
export function parametersOf(query: URLSearchParams, names: readonly string[]): Parameters {
  for (const name of query.keys())
    if (!names.includes(name))
      throw badUserInput(name, `There is no parameter ${name}; these are: ${names.join(', ')}.`);
  const text = (name: string): string | null => {
    const [value = null, ...more] = query.getAll(name);
    if (more.length > 0) throw badUserInput(name, `The parameter ${name} is there more than once.`);
    return value;
  };
  const list = (name: string): string[] =>
    query
      .getAll(name)
      .flatMap((value) => value.split(','))
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  return {
    text,
    list,
    integer: (name, least = -int32, most = int32 - 1) => {
      const value = text(name);
      return value === null ? null : integerOf(name, value, least, most);
    },
    truth: (name) => {
      const value = text(name);
      return value === null ? null : wordOf(name, value, ['true', 'false']) === 'true';
    },
    zone: (name) => {
      const value = text(name);
      const zone = value === null ? null : timeZoneOf(value);
      if (zone === undefined)
        throw badUserInput(name, 'A TimeZone is an IANA time zone name, such as America/Chicago.');
      return zone;
    },
    period: (startName, endName) => periodOf(text, startName, endName),
    word: (name, words) => {
      const value = text(name);
      return value === null ? null : wordOf(name, value, words);
    },
    words: (name, words) => list(name).map((entry) => wordOf(name, entry, words)),
  };
}

function instantOf(name: string, text: string | null): Temporal.Instant | null {
  if (text === null) return null;
  const instant = parseInstant(text);
  if (instant) return instant;
  const hint = text.includes(' ') ? ' A plus sign in an address is written %2B.' : '';
  throw badUserInput(name, `${name} is a time with an offset, such as 2026-01-31T09:00:00Z.${hint}`);
}

function periodOf(text: Parameters['text'], startName: string, endName: string): Period | null {
  const [start, end] = [instantOf(startName, text(startName)), instantOf(endName, text(endName))];
  if (!start && !end) return null;
  if (!start) throw badUserInput(startName, 'A period has a start as well.');
  if (!end) throw badUserInput(endName, 'A period has an end as well.');
  if (Temporal.Instant.compare(start, end) > 0)
    throw badUserInput(startName, 'A period must not start after its end.');
  return { start, end };
}

function integerOf(name: string, text: string, least: number, most: number): number {
  const number = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw badUserInput(name, `${name} is a whole number from ${least} to ${most}.`);
}

function wordOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const word = words.find((each) => each.toLowerCase() === text.toLowerCase());
  if (word !== undefined) return word;
  throw badUserInput(name, `${name} is one of these: ${words.map((each) => each.toUpperCase()).join(', ')}.`);
}
