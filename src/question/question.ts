import type { Account, Caller } from '../auth/caller.ts';
import type { Context } from '../auth/context.ts';
import { badUserInput, forbidden } from '../errors.ts';
import { type Comparison, type Period, previousPeriodOf } from '../period/period.ts';
import { type FilterInput, toFilter } from './filter.ts';
import type { Scope, Slice } from './slice.ts';

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
  assertReports(caller.account);
  const timeZone = input.timeZone ?? caller.account.timeZone;
  return Object.freeze({
    ...scopeOf(caller, input.filter),
    timeZone,
    period: input.period,
    previous: toPrevious(input, timeZone),
  });
}

/** The conversations that a caller may see and asks for. */
export function scopeOf({ account, mailboxKeys }: Caller, filter?: FilterInput | null): Scope {
  return { account, visibleMailboxes: mailboxKeys, filter: toFilter(filter) };
}

/** Throws `FORBIDDEN` where the account's plan has no reports. */
export function assertReports(account: Account): void {
  if (!hasReports(account))
    throw forbidden('The reporting endpoints are only available to Plus and Pro plans.');
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
