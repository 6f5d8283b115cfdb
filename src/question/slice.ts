import type { Account, Caller } from '../auth/caller.ts';
import type { Context } from '../auth/context.ts';
import type { ConversationStatus, ConversationType, Priority } from '../database/generated/client.ts';
import { badUserInput, forbidden } from '../errors.ts';
import { isId } from '../ids.ts';
import { type Comparison, type Period, previousPeriodOf } from '../period/period.ts';
import { isStorable } from '../text.ts';

/** Conditions on a conversation, by the source's ids. Null sets no condition; each list is sorted and free of repetitions. */
export interface Filter {
  readonly mailboxes: readonly string[] | null;
  readonly tags: readonly string[] | null;
  readonly types: readonly ConversationType[] | null;
  readonly folders: readonly string[] | null;
  readonly assignees: readonly string[] | null;
  /** Whether somebody is assigned. */
  readonly isAssigned: boolean | null;
  readonly teams: readonly string[] | null;
  /** The source's own names. */
  readonly channels: readonly string[] | null;
  readonly statuses: readonly ConversationStatus[] | null;
  readonly priorities: readonly Priority[] | null;
  readonly customers: readonly string[] | null;
}

/** A whole question to a report. */
export interface Slice {
  readonly account: Account;
  /** Keys of the mailboxes that the caller may see; null: all of them. */
  readonly visibleMailboxes: readonly number[] | null;
  readonly filter: Filter;
  readonly timeZone: string;
  readonly period: Period;
  /** Null where no comparison was asked for. */
  readonly previous: Period | null;
}

/** The part of a question that decides which conversations are looked at, whenever they happened. */
export type Scope = Pick<Slice, 'account' | 'visibleMailboxes' | 'filter'>;

/** No more of a question than its scope: questions with equal scopes are answered together. */
export function toScope({ account, visibleMailboxes, filter }: Scope): Scope {
  return { account, visibleMailboxes, filter };
}

/** A scope and the periods that are compared in it. */
export type ComparedScope = Scope & Pick<Slice, 'period' | 'previous'>;

/** No more of a question than that. */
export function toComparedScope({ period, previous, ...slice }: ComparedScope): ComparedScope {
  return { ...toScope(slice), period, previous };
}

/** The current period, and the previous one after it where there is a comparison. */
export function comparedPeriods({ period, previous }: Pick<Slice, 'period' | 'previous'>): Period[] {
  return previous ? [period, previous] : [period];
}

/** What a caller asks to filter by; an absent or empty list sets no condition. */
export type FilterInput = { [Condition in keyof Filter]?: Filter[Condition] | undefined };

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

/** Lists in one order and without repetitions, so that equal filters have equal keys. */
export function toFilter(input: FilterInput | null | undefined): Filter {
  return {
    mailboxes: toIdCondition(input?.mailboxes),
    tags: toIdCondition(input?.tags),
    types: toCondition(input?.types),
    folders: toIdCondition(input?.folders),
    assignees: toIdCondition(input?.assignees),
    isAssigned: input?.isAssigned ?? null,
    teams: toIdCondition(input?.teams),
    channels: toCondition(input?.channels)?.filter(isStorable) ?? null,
    statuses: toCondition(input?.statuses),
    priorities: toCondition(input?.priorities),
    customers: toIdCondition(input?.customers),
  };
}

// A text that cannot be an id, or the name of a channel, matches nothing; PostgreSQL would not even take some as values.
function toIdCondition(ids: readonly string[] | null | undefined): string[] | null {
  return toCondition(ids)?.filter(isId) ?? null;
}

function toCondition<Value extends string>(values: readonly Value[] | null | undefined): Value[] | null {
  return values && values.length > 0 ? [...new Set(values)].sort() : null;
}
