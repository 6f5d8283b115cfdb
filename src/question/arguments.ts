import { builder } from '../graphql/builder.ts';
import { Comparison, PeriodInput, ReportFilterInput, ViewByEnum } from './inputs.ts';

/** The arguments that every report takes. */
export const questionArgs = builder.args((t) => ({
  period: t.field({ type: PeriodInput, required: true, description: 'The period that the report is about.' }),
  previous: t.field({
    type: PeriodInput,
    description: 'A period to compare with. Not together with compareTo.',
  }),
  compareTo: t.field({
    type: Comparison,
    description: 'A derived period to compare with. Not together with previous.',
  }),
  filter: t.field({
    type: ReportFilterInput,
    description: 'Which conversations count; all of them without it.',
  }),
}));

export const timeZoneArg = builder.args((t) => ({
  timeZone: t.field({
    type: 'TimeZone',
    description: "Shapes buckets, weekdays, hours and calendar shifts; the account's time zone without it.",
  }),
}));

export const officeHoursArg = builder.args((t) => ({
  officeHours: t.boolean({
    required: true,
    defaultValue: false,
    description:
      "Whether first response, response and resolve times count only the time inside the account's office hours. No effect where the account has none enabled.",
  }),
}));

export const viewByArg = builder.args((t) => ({
  viewBy: t.field({
    type: ViewByEnum,
    description:
      'Width of the intervals. Without it DAY where the period and an explicit previous one allow it, else WEEK, else MONTH.',
  }),
}));
