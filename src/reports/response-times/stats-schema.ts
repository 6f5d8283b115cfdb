import { deltaOf, ofBoth, type Pair } from '../../answering/comparison.ts';
import { percentOf } from '../../answering/percent.ts';
import type { Context } from '../../auth/context.ts';
import { builder } from '../../graphql/builder.ts';
import type { DurationRange, Durations } from './durations.ts';
import { type DurationsQuestion, loadPercentiles, loadRanges, loadSums } from './report.ts';

const DurationRangeType = builder.objectRef<DurationRange & { percent: number }>('DurationRange').implement({
  description: 'How many of some times lie in a range of seconds.',
  fields: (t) => ({
    from: t.exposeInt('from', { description: 'The least, in seconds; inside.' }),
    to: t.exposeInt('to', {
      nullable: true,
      description: 'The first that is too much, in seconds; null of the last range, which has no end.',
    }),
    count: t.exposeInt('count', { description: 'How many lie in the range.' }),
    percent: t.exposeFloat('percent', {
      description: 'count as a percentage of all; 0 where there are none.',
    }),
  }),
});

const boundsRule = 'bounds are 1 to 20 positive numbers of seconds, each greater than the one before.';
const mostBounds = 20;

const areAscending = (bounds: readonly number[]): boolean =>
  bounds.every((bound, index) => bound > (bounds[index - 1] ?? 0));

const percentile = (part: string): string =>
  `${part} in seconds, exact: linear between the two values beside its rank. Null where there are none.`;

export const DurationStatsType = builder.objectRef<DurationsQuestion>('DurationStats').implement({
  description:
    'How long something took in a period. Seconds, within office hours where the question asks for them. Sources: Help Scout, Chatwoot, Rocket.Chat.',
  fields: (t) => {
    const mean = (name: 'average' | 'min' | 'max', description: string) =>
      t.float({
        nullable: true,
        description: `${description} in seconds; null where there are none.`,
        resolve: async (question, _args, context) => (await loadSums(context, question))[name],
      });
    const part = (name: 'median' | 'p90' | 'p95', description: string) =>
      t.float({
        nullable: true,
        description: percentile(description),
        resolve: async (question, _args, context) => (await loadPercentiles(context, question))[name],
      });
    return {
      count: t.int({
        description: 'How many have such a time.',
        resolve: async (question, _args, context) => (await loadSums(context, question)).count,
      }),
      average: mean('average', 'The mean'),
      median: part('median', 'The middle'),
      p90: part('p90', 'The time that 90 % do not exceed'),
      p95: part('p95', 'The time that 95 % do not exceed'),
      min: mean('min', 'The least'),
      max: mean('max', 'The greatest'),
      ranges: t.field({
        type: [DurationRangeType],
        description: 'How many lie below the first bound, between two bounds, and from the last one on.',
        args: {
          bounds: t.arg.intList({
            required: true,
            defaultValue: [900, 3600, 14400, 28800, 86400, 172800],
            description: 'Where a range ends and the next begins, in seconds: 1 to 20, ascending.',
            validate: {
              refine: [
                [
                  (bounds) => bounds.length > 0 && bounds.length <= mostBounds && areAscending(bounds),
                  { message: boundsRule },
                ],
              ],
            },
          }),
        },
        resolve: async (question, { bounds }, context) => {
          const ranges = await loadRanges(context, question, bounds);
          const all = ranges.reduce((sum, { count }) => sum + count, 0);
          return ranges.map((range) => ({ ...range, percent: percentOf(range.count, all) }));
        },
      }),
    };
  },
});

type Load = (context: Context, question: DurationsQuestion) => Promise<Durations>;

/** The change of one value in percent, by the rule of `deltaOf`. */
export async function durationDeltaOf(
  context: Context,
  pair: Pair<DurationsQuestion>,
  load: Load,
  partOf: (durations: Durations) => number | null,
): Promise<number | null> {
  const [now, before] = await ofBoth(pair, (question) => load(context, question));
  return deltaOf(partOf(now), partOf(before));
}

const percentage = 'Change in percent; null where either is null or only the previous one is 0.';

export const DurationDeltasType = builder.objectRef<Pair<DurationsQuestion>>('DurationDeltas').implement({
  description: 'Change of each value from previous to current.',
  fields: (t) => {
    const delta = (load: Load, name: 'count' | 'average' | 'median' | 'p90' | 'p95') =>
      t.float({
        nullable: true,
        description: percentage,
        resolve: (pair, _args, context) =>
          durationDeltaOf(context, pair, load, (durations) => durations[name]),
      });
    return {
      count: delta(loadSums, 'count'),
      average: delta(loadSums, 'average'),
      median: delta(loadPercentiles, 'median'),
      p90: delta(loadPercentiles, 'p90'),
      p95: delta(loadPercentiles, 'p95'),
    };
  },
});
