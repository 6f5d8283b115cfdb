import { comparisonOf, pairOf } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import { questionArgs, timeZoneArg } from '../../question/arguments.ts';
import { type Slice, toSlice } from '../../question/slice.ts';
import { RatingConnection, ratingListArgs, toRatingPage } from './list-schema.ts';
import { satisfactionOf } from './report.ts';
import { SatisfactionDeltasType, SatisfactionStatsType } from './stats-schema.ts';

const { current, previous, deltas } = comparisonOf(satisfactionOf, pairOf);

const SatisfactionReport = builder.objectRef<Slice>('SatisfactionReport').implement({
  description:
    'What customers said in a period of how they were served. Sources: Help Scout (happiness), Chatwoot (CSAT).',
  fields: (t) => ({
    current: t.field({ type: SatisfactionStatsType, ...current }),
    previous: t.field({ type: SatisfactionStatsType, ...previous }),
    deltas: t.field({ type: SatisfactionDeltasType, ...deltas }),
    list: t.field({
      type: RatingConnection,
      description:
        "The ratings given in the current period, the newest first, then by their conversations' ids, then by their own.",
      args: ratingListArgs,
      resolve: toRatingPage,
    }),
  }),
});

builder.queryField('satisfactionReport', (t) =>
  t.field({
    type: SatisfactionReport,
    nullable: true,
    description: 'The ratings given in a period, whenever their conversations were created.',
    args: { ...questionArgs, ...timeZoneArg },
    resolve: (_root, args, context) => toSlice(args, context),
  }),
);
