import type { Account } from '../auth/caller.ts';
import type { ConversationStatus, ConversationType, Priority } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';

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
