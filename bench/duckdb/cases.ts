import { Temporal } from 'temporal-polyfill';
import { timeZone } from '../../src/generate/catalogue.ts';
import { Random } from '../../src/generate/random.ts';
import { formatInstant } from '../../src/period/instant.ts';
import { answerOf, type Sources } from '../cases.ts';
import type { Case } from '../measure.ts';
import { type Periods, type Question, variablesOf } from '../question.ts';
import type { Duck } from './duckdb.ts';
import { type Row, rows } from './rows.ts';

/** Each row asked of the service and of DuckDB, which counts the same: answers are compared. */
export function duckCases(sources: Sources, duck: Duck): Case[] {
  return rows.map((row) => ({
    name: row.name,
    questions: questionsOf(sources, row),
    ours: (question) => answerOf(sources, row.document, variablesOf(question)),
    floor: (question) => duck.answer(row.sql(timesOf(question))),
  }));
}

function* questionsOf({ subject, seed }: Sources, row: Row): Generator<Question, never> {
  const { account, user } = subject;
  const periods = periodsOf(row, seed);
  while (true) yield { account, user, filter: {}, ...periods.next().value };
}

/** A random place, or the same again and again: answers are not remembered. */
export function* periodsOf({ months, isAnywhere }: Row, seed: number): Generator<Periods, never> {
  const random = new Random(seed);
  const last = Temporal.PlainDate.from('2026-01-01').subtract({ months });
  while (true) {
    const start = isAnywhere ? last.subtract({ days: random.below(daysAnywhere) }) : last;
    yield periodsFrom(start, months);
  }
}

const daysAnywhere = 600;

function periodsFrom(start: Temporal.PlainDate, months: number): Periods {
  const [before, middle, end] = [-months, 0, months].map((later) =>
    start.add({ months: later }).toZonedDateTime(timeZone).toInstant(),
  );
  if (!before || !middle || !end) throw new Error('three days make two periods');
  return { current: { start: middle, end }, previous: { start: before, end: middle } };
}

function timesOf({ current, previous }: Question) {
  const literal = (instant: Temporal.Instant): string =>
    `timestamp '${formatInstant(instant).replace('Z', '')}'`;
  return {
    before: literal(previous?.start ?? current.start),
    start: literal(current.start),
    end: literal(current.end),
  };
}
