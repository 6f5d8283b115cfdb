import { Satisfaction } from '../../database/generated/client.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';

/** What a conversation can have been in a period. */
export const activities = [
  'TOUCHED',
  'CREATED',
  'RECEIVED',
  'REPLIED',
  'FIRST_REPLIED',
  'RESOLVED',
  'CLOSED',
  'RATED',
] as const;

/** What a conversation has to have been in a period to be listed. */
type ConversationActivity = (typeof activities)[number];

/** What a rating can come to. */
export const scores = Object.values(Satisfaction);

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
  readonly responseTime?: DurationRange | null | undefined;
  readonly handleTime?: DurationRange | null | undefined;
  readonly firstRepliedBy?: string | null | undefined;
  readonly repliesSent?: number | null | undefined;
  readonly isWaiting?: boolean | null | undefined;
  readonly ratedUser?: string | null | undefined;
  readonly ratingScore?: Satisfaction | null | undefined;
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

/** The place of a conversation in a list: the value that it is sorted by, null where it has none, and its id. */
export interface Place {
  readonly value: bigint | null;
  readonly id: string;
}

/** One page of the conversations that are asked for. */
export interface RowsPage extends Sorting {
  readonly rows: Rows;
  /** The place that the page comes after; null: it is the first. */
  readonly after: Place | null;
  readonly limit: number;
}
