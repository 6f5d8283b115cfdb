import type { Period } from '../../period/period.ts';
import type { Scope } from '../../reporting/slice.ts';
import type { Place } from './cursor.ts';

/** What a conversation has to have been in a period to be listed. */
type ConversationActivity = 'TOUCHED' | 'CREATED' | 'REPLIED' | 'RESOLVED';

/** Seconds from one end until before the other; a missing end sets no limit. */
export interface DurationRange {
  readonly from?: number | null | undefined;
  readonly to?: number | null | undefined;
}

/** Conditions besides the filter, as `ConversationWhereInput` describes them; ids are the source's. */
export interface ConversationWhere {
  readonly repliedBy?: string | null | undefined;
  readonly savedReply?: string | null | undefined;
  readonly workflow?: string | null | undefined;
  readonly field?: string | null | undefined;
  readonly option?: string | null | undefined;
  readonly answered?: boolean | null | undefined;
  readonly weekday?: number | null | undefined;
  readonly hourFrom?: number | null | undefined;
  readonly hourTo?: number | null | undefined;
  readonly firstResponseTime?: DurationRange | null | undefined;
  readonly resolveTime?: DurationRange | null | undefined;
}

/** Which conversations are asked for, as one value. */
export interface Rows {
  readonly scope: Scope;
  /** Null: all counted conversations, whatever the activity. */
  readonly period: Period | null;
  readonly activity: ConversationActivity;
  readonly where: ConversationWhere;
  readonly timeZone: string;
}

export type ConversationOrder =
  | 'CREATED_AT'
  | 'NUMBER'
  | 'CLOSED_AT'
  | 'FIRST_RESPONSE_TIME'
  | 'RESOLVE_TIME'
  | 'WAITING_SINCE';

export interface Sorting {
  readonly orderBy: ConversationOrder;
  readonly direction: 'ASC' | 'DESC';
}

/** One page of the conversations that are asked for. */
export interface RowsPage extends Sorting {
  readonly rows: Rows;
  /** The place that the page comes after; null: it is the first. */
  readonly after: Place | null;
  readonly limit: number;
}
