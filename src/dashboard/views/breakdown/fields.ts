import type { Direction } from '../../format/change.ts';
import type { ResultOf } from '../../graphql.ts';
import type { Conditions } from '../links.ts';
import type { breakdownQuery } from './query.ts';

export type Report = NonNullable<ResultOf<typeof breakdownQuery>['breakdownReport']>;
export type Row = Report['rows'][number];
export type Field = keyof Row['current'];

interface FieldShown {
  readonly field: Field;
  /** What the report calls it to sort by it. */
  readonly orderBy: Uppercase<string>;
  readonly unit: 'count' | 'seconds' | 'score';
  readonly direction: Direction;
  /** The conversations behind it; undefined where only the ratings are. */
  readonly rows: Conditions | undefined;
}

const created = { activity: 'CREATED' };
const touched = { activity: 'TOUCHED' };
const replied = { activity: 'REPLIED' };
const firstReplied = { activity: 'REPLIED', firstResponseFrom: '0', orderBy: 'FIRST_RESPONSE_TIME' };
const resolved = { activity: 'RESOLVED', orderBy: 'RESOLVE_TIME' };

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
    rows: touched,
  },
  { field: 'repliesSent', orderBy: 'REPLIES_SENT', unit: 'count', direction: 'more', rows: replied },
  {
    field: 'customersReplied',
    orderBy: 'CUSTOMERS_REPLIED',
    unit: 'count',
    direction: 'more',
    rows: replied,
  },
  {
    field: 'resolutions',
    orderBy: 'RESOLUTIONS',
    unit: 'count',
    direction: 'more',
    rows: { activity: 'RESOLVED' },
  },
  {
    field: 'medianFirstResponseTime',
    orderBy: 'MEDIAN_FIRST_RESPONSE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: firstReplied,
  },
  {
    field: 'avgFirstResponseTime',
    orderBy: 'AVG_FIRST_RESPONSE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: firstReplied,
  },
  {
    field: 'medianResponseTime',
    orderBy: 'MEDIAN_RESPONSE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: replied,
  },
  {
    field: 'avgResponseTime',
    orderBy: 'AVG_RESPONSE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: replied,
  },
  {
    field: 'avgResolveTime',
    orderBy: 'AVG_RESOLVE_TIME',
    unit: 'seconds',
    direction: 'less',
    rows: resolved,
  },
  { field: 'ratings', orderBy: 'RATINGS', unit: 'count', direction: 'neither', rows: undefined },
  {
    field: 'satisfactionScore',
    orderBy: 'SATISFACTION_SCORE',
    unit: 'score',
    direction: 'more',
    rows: undefined,
  },
] as const satisfies readonly FieldShown[];

export const orders = fields.map(({ orderBy }) => orderBy);
