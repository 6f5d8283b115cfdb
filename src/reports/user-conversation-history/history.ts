import { type Scope, type Slice, toScope } from '../../question/slice.ts';
import type { HelpScoutStatus } from '../../question/status.ts';

/** Which replies a history is about, whenever they were sent, and how their times are counted. */
export interface ReplyScope extends Scope {
  readonly userKey: number;
  /** Null: conversations in any status. */
  readonly status: HelpScoutStatus | null;
  /** Whether only time inside the account's office hours counts. */
  readonly officeHours: boolean;
}

export type SortField = 'NUMBER' | 'REPLIES_SENT' | 'RESPONSE_TIME' | 'RESOLVE_TIME';

/** A whole question for a user's history: `page` counts from 1 and has up to `rows` results. */
export interface History extends Slice, ReplyScope {
  readonly page: number;
  readonly rows: number;
  readonly sortField: SortField;
  readonly sortOrder: 'ASC' | 'DESC';
}

/** No more of a question than which replies it is about. */
export function toReplyScope({ userKey, status, officeHours, ...scope }: ReplyScope): ReplyScope {
  return { ...toScope(scope), userKey, status, officeHours };
}
