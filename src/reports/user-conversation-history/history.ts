import type { ReplyScope } from '../../counting/replies.ts';
import type { Slice } from '../../question/slice.ts';

export type SortField = 'NUMBER' | 'REPLIES_SENT' | 'RESPONSE_TIME' | 'RESOLVE_TIME';

/** A whole question for a user's history: `page` counts from 1 and has up to `rows` results. */
export interface History extends Slice, ReplyScope {
  readonly page: number;
  readonly rows: number;
  readonly sortField: SortField;
  readonly sortOrder: 'ASC' | 'DESC';
}
