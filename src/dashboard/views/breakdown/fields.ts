import type { Direction } from '../../format/change.ts';
import type { ResultOf } from '../../graphql.ts';
import { type Conditions, ratedRows } from '../links.ts';
import { rowsOf } from '../responses/kinds.ts';
import type { breakdownQuery } from './query.ts';

export type Report = NonNullable<ResultOf<typeof breakdownQuery>['breakdownReport']>;
export type Row = Report['rows'][number];
export type Field = keyof Row['current'];

export interface FieldShown {
  readonly field: Field;
  /** What the report calls it to sort by it. */
  readonly orderBy: Uppercase<string>;
  readonly unit: 'count' | 'seconds' | 'score';
  readonly direction: Direction;
  /** The conversations behind it. */
  readonly rows: Conditions;
  /** The condition that names who did it, where an agent's number is of that and not of who is assigned. */
  readonly author?: 'repliedBy' | 'firstRepliedBy' | 'ratedUser';
}

const created = { activity: 'CREATED' };
const touched = { activity: 'TOUCHED' };
const replied = { activity: 'REPLIED' };

/** The columns of a breakdown. */
export const fields = [
  {
    field: 'conversationsCreated',
    orderBy: 'CONVERSATIONS_CREATED',
    unit: 'count',
    direction: 'neither',
    rows: created,
  },
  {
    field: 'conversationsTouched',
    orderBy: 'CONVERSATIONS_TOUCHED',
    unit: 'count',
    direction: 'neither',
    rows: touched,
  },
  {
    field: 'messagesReceived',
    orderBy: 'MESSAGES_RECEIVED',
    unit: 'count',
    direction: 'neither',
    rows: { activity: 'RECEIVED' },
  },
  {
    field: 'repliesSent',
    orderBy: 'REPLIES_SENT',
    unit: 'count',
    direction: 'more',
    rows: replied,
    author: 'repliedBy',
  },
  {
    field: 'customersReplied',
    orderBy: 'CUSTOMERS_REPLIED',
    unit: 'count',
    direction: 'more',
    rows: replied,
    author: 'repliedBy',
  },
  {
    field: 'resolutions',
    orderBy: 'RESOLUTIONS',
    unit: 'count',
    direction: 'more',
    rows: { activity: 'CLOSED' },
  },
  {
    field: 'medianFirstResponseTime',
    orderBy: 'MEDIAN_FIRST_RESPONSE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: rowsOf.firstResponse,
    author: 'firstRepliedBy',
  },
  {
    field: 'avgFirstResponseTime',
    orderBy: 'AVG_FIRST_RESPONSE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: rowsOf.firstResponse,
    author: 'firstRepliedBy',
  },
  {
    field: 'medianResponseTime',
    orderBy: 'MEDIAN_RESPONSE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: rowsOf.response,
    author: 'repliedBy',
  },
  {
    field: 'avgResponseTime',
    orderBy: 'AVG_RESPONSE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: rowsOf.response,
    author: 'repliedBy',
  },
  {
    field: 'avgResolveTime',
    orderBy: 'AVG_RESOLVE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: rowsOf.resolution,
  },
  {
    field: 'ratings',
    orderBy: 'RATINGS',
    unit: 'count',
    direction: 'neither',
    rows: ratedRows,
    author: 'ratedUser',
  },
  {
    field: 'satisfactionScore',
    orderBy: 'SATISFACTION_SCORE',
    unit: 'score',
    direction: 'more',
    rows: ratedRows,
    author: 'ratedUser',
  },
] as const satisfies readonly FieldShown[];

export const orders = fields.map(({ orderBy }) => orderBy);
