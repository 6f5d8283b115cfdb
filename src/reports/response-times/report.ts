import { groupLoader } from '../../answering/loader.ts';
import { valueKey } from '../../answering/value-key.ts';
import type { Context } from '../../auth/context.ts';
import type { TimeKind } from '../../counting/ahead/times.ts';
import { groupBy } from '../../group.ts';
import type { Period } from '../../period/period.ts';
import { type Slice, toScope } from '../../question/slice.ts';
import type { Asked } from './asked.ts';
import { type DurationRange, type Durations, durationsOf, rangesOf } from './durations.ts';
import type { TimedScope } from './facts.ts';
import { readDurations } from './query.ts';

/** A whole question for response times. */
export interface TimesQuestion extends Slice, TimedScope {
  /** The period to compare with, if it was asked for as such; null where it is derived or there is none. */
  readonly explicitPrevious: Period | null;
}

/** What a kind takes in one period. */
export interface DurationsQuestion {
  readonly scope: TimedScope;
  readonly period: Period;
  readonly kind: TimeKind;
}

/** Nothing besides counts and sums, percentiles, or how many lie between bounds. */
type Part = 'sums' | 'percentiles' | readonly number[];

interface Known {
  readonly durations: Durations;
  /** All bounds that were asked about of the kind. */
  readonly bounds: readonly number[];
}

/** All that is asked of one scope in a tick is one statement, in which a kind is no more than what is asked of it. */
const loadKnown = groupLoader({
  sharedOf: ({ scope }: DurationsQuestion & { readonly part: Part }): TimedScope => ({
    ...toScope(scope),
    officeHours: scope.officeHours,
  }),
  ownOf: ({ kind, period, part }) => ({ kind, period, part }),
  answer: async (database, scope, questions): Promise<Known[]> => {
    const periods = new Map(questions.map(({ period }) => [valueKey(period), period]));
    const kinds = new Map(
      [...groupBy(questions, ({ kind }) => kind)].map(([kind, of]) => [
        kind,
        askedIn(of.map(({ part }) => part)),
      ]),
    );
    const rows = await readDurations(database, scope, [...periods.values()], kinds);
    const keys = [...periods.keys()];
    const rowsOf = groupBy(rows, ({ kind, period }) => `${kind} ${keys[period - 1]}`);
    return questions.map(({ kind, period }) => {
      const bounds = kinds.get(kind)?.bounds ?? [];
      return { durations: durationsOf(rowsOf.get(`${kind} ${valueKey(period)}`) ?? [], bounds), bounds };
    });
  },
});

function askedIn(parts: readonly Part[]): Asked {
  const bounds = new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : part)));
  return {
    percentiles: parts.includes('percentiles'),
    bounds: [...bounds].sort((one, other) => one - other),
  };
}

/** How many values there are, and their mean, least and greatest. */
export async function loadSums(context: Context, question: DurationsQuestion): Promise<Durations> {
  return (await loadKnown(context, { ...question, part: 'sums' })).durations;
}

/** The same with percentiles. */
export async function loadPercentiles(context: Context, question: DurationsQuestion): Promise<Durations> {
  return (await loadKnown(context, { ...question, part: 'percentiles' })).durations;
}

/** How many values lie in each range between ascending bounds. */
export async function loadRanges(
  context: Context,
  question: DurationsQuestion,
  bounds: readonly number[],
): Promise<DurationRange[]> {
  const known = await loadKnown(context, { ...question, part: bounds });
  return rangesOf(known.durations, known.bounds, bounds);
}
