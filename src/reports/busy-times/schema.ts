import { comparisonOf } from '../../answering/comparison.ts';
import type { HourRow } from '../../counting/busy-hours.ts';
import { builder } from '../../graphql/builder.ts';
import { questionArgs, timeZoneArg } from '../../question/arguments.ts';
import { toSlice } from '../../question/slice.ts';
import { declareReport } from '../report.ts';
import { type BusyQuestion, loadWeek } from './report.ts';
import { type BusyHourDelta, weekDeltasOf } from './shape.ts';

const { current, previous, deltas } = comparisonOf(
  (context, question: BusyQuestion, period) => loadWeek(context, question, period),
  weekDeltasOf,
);

const BusyActivityEnum = builder.enumType('BusyActivity', {
  description: 'What busy times are counted of.',
  values: {
    CREATED: { description: 'Conversations created.' },
    RECEIVED: { description: 'Messages received from customers.' },
    REPLIED: { description: 'Replies sent.' },
  } as const,
});

const place = {
  day: 'The weekday, from 1, Monday, to 7, Sunday.',
  hour: 'The hour of the day, from 0 to 23.',
};

const BusyHour = builder.objectRef<HourRow>('BusyHour').implement({
  description: 'One hour of a week. Sources: Help Scout, Chatwoot.',
  fields: (t) => ({
    day: t.exposeInt('day', { description: place.day }),
    hour: t.exposeInt('hour', { description: place.hour }),
    count: t.exposeInt('count', { description: 'How often it happened in this hour of the weekday.' }),
  }),
});

const BusyHourDeltaType = builder.objectRef<BusyHourDelta>('BusyHourDelta').implement({
  description: 'Change of one hour of a week from previous to current.',
  fields: (t) => ({
    day: t.exposeInt('day', { description: place.day }),
    hour: t.exposeInt('hour', { description: place.hour }),
    count: t.exposeFloat('count', {
      nullable: true,
      description: 'Change in percent; null where only the previous count is 0.',
    }),
  }),
});

const BusyTimesReport = builder.objectRef<BusyQuestion>('BusyTimesReport').implement({
  description:
    "What happened in a period by weekday and hour, on the wall clock of the report's zone. Sources: Help Scout, Chatwoot.",
  fields: (t) => ({
    current: t.field({
      type: [BusyHour],
      ...current,
      description: 'The 168 hours of a week, from Monday 0 h to Sunday 23 h, zeros included.',
    }),
    previous: t.field({ type: [BusyHour], ...previous }),
    deltas: t.field({
      type: [BusyHourDeltaType],
      ...deltas,
      description: 'Change of each hour; null without a comparison.',
    }),
  }),
});

const activityArg = builder.args((t) => ({
  activity: t.field({
    type: BusyActivityEnum,
    required: true,
    defaultValue: 'CREATED',
    description: 'What is counted.',
  }),
}));

export const busyTimesReport = declareReport({
  name: 'busyTimesReport',
  type: BusyTimesReport,
  description: 'When in the week conversations are created, messages received or replies sent.',
  args: { ...questionArgs, ...timeZoneArg, ...activityArg },
  toQuestion: ({ activity, ...args }, context): BusyQuestion => ({
    ...toSlice(args, context),
    activity,
  }),
  reads: { figures: { points: 6500, rows: 'cut' } },
  example: `# At which hours of the week customers write, against the month before.
query BusyTimes($period: PeriodInput!) {
  busyTimesReport(period: $period, compareTo: PREVIOUS_PERIOD, activity: RECEIVED) {
    current { day hour count }
    deltas { day hour count }
  }
}
`,
});
