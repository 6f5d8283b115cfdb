import { comparisonOf } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import { questionArgs, timeZoneArg, viewByArg } from '../../question/arguments.ts';
import { maxBuckets, type SeriesQuestion, toSeriesQuestion } from '../../question/series.ts';
import { bucketFields } from '../../question/series-schema.ts';
import { toSlice } from '../../question/slice.ts';
import { declareReport } from '../report.ts';
import { loadSeries } from './report.ts';
import { type ChannelVolume, type ChannelVolumeDeltas, volumeDeltasOf } from './shape.ts';

const { current, previous, deltas } = comparisonOf(loadSeries, volumeDeltasOf);

const ChannelVolumeType = builder.objectRef<ChannelVolume>('ChannelVolume').implement({
  description: 'Conversations created in one interval, by type. Source: Help Scout.',
  fields: (t) => ({
    date: t.field({
      type: 'DateTime',
      description: 'Start of the interval.',
      resolve: ({ date }) => date,
    }),
    chat: t.exposeInt('chat', { description: 'Number of chats.' }),
    email: t.exposeInt('email', { description: 'Number of emails.' }),
    phone: t.exposeInt('phone', { description: 'Number of phone calls.' }),
  }),
});

const percentage = 'Change in percent; null where only the previous sum is 0.';

const ChannelVolumeDeltasType = builder.objectRef<ChannelVolumeDeltas>('ChannelVolumeDeltas').implement({
  description: 'Change of the sums over the whole period, from previous to current. Source: Help Scout.',
  fields: (t) => ({
    chat: t.exposeFloat('chat', { nullable: true, description: percentage }),
    email: t.exposeFloat('email', { nullable: true, description: percentage }),
    phone: t.exposeFloat('phone', { nullable: true, description: percentage }),
    total: t.exposeFloat('total', { nullable: true, description: percentage }),
  }),
});

const VolumesByChannelReport = builder.objectRef<SeriesQuestion>('VolumesByChannelReport').implement({
  description:
    'Conversations created in each interval of a period, by type. Interval k starts k days, weeks or months after the start of the period on the wall clock; the last one ends with the period. Source: Help Scout.',
  fields: (t) => ({
    ...bucketFields(t),
    current: t.field({
      type: [ChannelVolumeType],
      ...current,
      description: 'The intervals of the period asked for, in order, also the empty ones.',
    }),
    previous: t.field({ type: [ChannelVolumeType], ...previous }),
    deltas: t.field({
      type: ChannelVolumeDeltasType,
      ...deltas,
      description: 'Change of the sums over the whole period; null without a comparison.',
    }),
  }),
});

export const volumesByChannelReport = declareReport({
  name: 'volumesByChannelReport',
  type: VolumesByChannelReport,
  description: `Help Scout: All Channels - Volumes by Channel. A series has at most ${maxBuckets} intervals.`,
  args: { ...questionArgs, ...timeZoneArg, ...viewByArg },
  toQuestion: (args, context) => toSeriesQuestion(toSlice(args, context), args.viewBy, args.previous),
  // Buckets that begin at another time than the account's days hold no whole ones.
  reads: { figures: { points: 1800, rows: 'always' } },
  example: `# How many chats, emails and phone calls each day of the month brought, beside the month before.
query VolumesByChannel($period: PeriodInput!) {
  volumesByChannelReport(period: $period, compareTo: PREVIOUS_PERIOD, viewBy: DAY) {
    viewBy
    timeZone
    current { date chat email phone }
    previous { date chat email phone }
    deltas { chat email phone total }
  }
}
`,
});
