import type { Account } from '../auth/caller.ts';
import { badUserInput, forbidden } from '../errors.ts';
import { type Period, type Comparison as PeriodComparison, previousPeriodOf } from '../period/period.ts';
import { builder } from '../schema/builder.ts';
import type { Context } from './context.ts';
import { Comparison, PeriodInput, ReportFilterInput, toFilter } from './inputs.ts';
import type { Slice } from './slice.ts';

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

export interface QuestionInput {
  readonly period: Period;
  readonly previous?: Period | null | undefined;
  readonly compareTo?: PeriodComparison | null | undefined;
  readonly filter?: Parameters<typeof toFilter>[0];
  readonly timeZone?: string | null | undefined;
}

/** Arguments become one question, within what the caller may ask and see. Throws the coded error of the first rule broken. */
export function toSlice(input: QuestionInput, { caller }: Context): Slice {
  assertPlan(caller.account);
  const timeZone = input.timeZone ?? caller.account.timeZone;
  return Object.freeze({
    account: caller.account,
    visibleMailboxes: caller.mailboxKeys,
    filter: toFilter(input.filter),
    timeZone,
    period: input.period,
    previous: toPrevious(input, timeZone),
  });
}

function assertPlan({ plan }: Account): void {
  if (plan === 'STANDARD') {
    throw forbidden('The reporting endpoints are only available to Plus and Pro plans.');
  }
}

function toPrevious({ period, previous, compareTo }: QuestionInput, timeZone: string): Period | null {
  if (previous && compareTo)
    throw badUserInput('compareTo', 'Ask for either previous or compareTo, not both.');
  if (!compareTo) return previous ?? null;
  const derived = previousPeriodOf(period, compareTo, timeZone);
  if (!derived) throw badUserInput('compareTo', 'The period to compare with would begin before the year 1.');
  return derived;
}
