import type { Account } from '../auth/caller.ts';
import { badUserInput, forbidden } from '../errors.ts';
import { type Comparison, type Period, previousPeriodOf } from '../period/period.ts';
import type { Context } from './context.ts';
import { type FilterInput, toFilter } from './filter.ts';
import type { Slice } from './slice.ts';

/** What is asked of a report, by whichever face it was asked. */
export interface QuestionInput {
  readonly period: Period;
  readonly previous?: Period | null | undefined;
  readonly compareTo?: Comparison | null | undefined;
  readonly filter?: FilterInput | null | undefined;
  readonly timeZone?: string | null | undefined;
}

/** Arguments become one question, within what the caller may ask and see. Throws the coded error of the first rule broken. */
export function toSlice(input: QuestionInput, { caller }: Context): Slice {
  if (!hasReports(caller.account))
    throw forbidden('The reporting endpoints are only available to Plus and Pro plans.');
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

/** Whether the account's plan has reports. */
export function hasReports({ plan }: Account): boolean {
  return plan !== 'STANDARD';
}

function toPrevious({ period, previous, compareTo }: QuestionInput, timeZone: string): Period | null {
  if (previous && compareTo)
    throw badUserInput('compareTo', 'Ask for either previous or compareTo, not both.');
  if (!compareTo) return previous ?? null;
  const derived = previousPeriodOf(period, compareTo, timeZone);
  if (!derived) throw badUserInput('compareTo', 'The period to compare with would begin before the year 1.');
  return derived;
}
