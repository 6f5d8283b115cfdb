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

const scopeKeys = new WeakMap<Scope, string>();

/** Scopes with the same key select the same conversations: their periods can be read by one statement. */
export function scopeKeyOf(scope: Scope): string {
  // Everything that is loaded from a slice asks for it again.
  const known = scopeKeys.get(scope);
  if (known !== undefined) return known;
  const key = JSON.stringify([scope.account.key, scope.visibleMailboxes, scope.filter]);
  scopeKeys.set(scope, key);
  return key;
}

/** The current period, and the previous one after it where there is a comparison. */
export function comparedPeriods({ period, previous }: Slice): Period[] {
  return previous ? [period, previous] : [period];
}
