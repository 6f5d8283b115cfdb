import { type Address, oneOf } from '../../address/address.ts';
import type { VariablesOf } from '../../graphql.ts';
import type { Period } from '../../period/period.ts';
import { csvAddress } from '../csv/address.ts';
import type { Question } from '../question.ts';
import type { rowsQuery } from './query.ts';

type RowsVariables = VariablesOf<typeof rowsQuery>;

export const orders = [
  'CREATED_AT',
  'NUMBER',
  'CLOSED_AT',
  'FIRST_RESPONSE_TIME',
  'RESOLVE_TIME',
  'WAITING_SINCE',
] as const;
const activities = [
  'TOUCHED',
  'CREATED',
  'RECEIVED',
  'REPLIED',
  'FIRST_REPLIED',
  'RESOLVED',
  'CLOSED',
  'RATED',
] as const;
export const scores = ['GREAT', 'OKAY', 'NOT_GOOD'] as const;
/** The ranges of times among the conditions, by the beginning of the names of their ends. */
const ranges = {
  firstResponseTime: 'firstResponse',
  resolveTime: 'resolve',
  responseTime: 'response',
  handleTime: 'handle',
} as const;
export const statuses = ['OPEN', 'PENDING', 'SNOOZED', 'ON_HOLD', 'CLOSED'] as const;

/** The list that an address asks for. Its own parameters have the names of those of the CSV; `ever` leaves the period out. */
export function rowsVariables({ own }: Address, { period, filter, timeZone }: Question): RowsVariables {
  const chosen = own['statuses']?.split(',') ?? [];
  return {
    ...(own['ever'] ? {} : { period: bucketOf(own) ?? period }),
    activity: oneOf(activities, own['activity'], 'TOUCHED'),
    filter: {
      ...filter,
      statuses: statuses.filter((status) => chosen.includes(status)),
      ...(own['isAssigned'] && { isAssigned: own['isAssigned'] === 'true' }),
      ...(own['customers'] && { customers: [own['customers']] }),
    },
    where: whereOf(own),
    timeZone,
    orderBy: oneOf(orders, own['orderBy'], 'CREATED_AT'),
    direction: oneOf(['ASC', 'DESC'], own['direction'], 'DESC'),
    ...(own['after'] && { after: own['after'] }),
  };
}

function whereOf(own: Address['own']): NonNullable<RowsVariables['where']> {
  const { repliedBy, firstRepliedBy, ratedUser, savedReply, workflow, field, option } = own;
  const { answered, isWaiting, weekday, hourFrom, hourTo, repliesSent } = own;
  const ratingScore = oneOf(scores, own['ratingScore'], null);
  return {
    ...(repliedBy && { repliedBy }),
    ...(firstRepliedBy && { firstRepliedBy }),
    ...(ratedUser && { ratedUser }),
    ...(ratingScore && { ratingScore }),
    ...(savedReply && { savedReply }),
    ...(workflow && { workflow }),
    ...(field && { field }),
    ...(option && { option }),
    ...(answered && { answered: answered === 'true' }),
    ...(isWaiting && { isWaiting: isWaiting === 'true' }),
    ...ofNumbers({ weekday, hourFrom, hourTo, repliesSent }),
    ...rangesOf(own),
  };
}

function rangesOf(own: Address['own']): object {
  const said = Object.entries(ranges).map(([name, start]) => [
    name,
    ofNumbers({ from: own[`${start}From`], to: own[`${start}To`] }),
  ]);
  return Object.fromEntries(said.filter(([, range]) => Object.keys(range ?? {}).length > 0));
}

/** Those of some texts that are whole numbers. */
function ofNumbers(texts: Readonly<Record<string, string | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text = '']) =>
      /^\d{1,9}$/.test(text) ? [[name, Number(text)]] : [],
    ),
  );
}

/** The part of the period that the address names, if it does. */
function bucketOf({ start, end }: Address['own']): Period | undefined {
  return start && end && isInstant(start) && isInstant(end) ? { start, end } : undefined;
}

function isInstant(text: string): boolean {
  return text.includes('T') && !Number.isNaN(Date.parse(text));
}

/** The address of the same list as CSV, all of it; null where it has none. */
export function csvOf({ where, after: _after, ...variables }: RowsVariables): string | null {
  const { firstResponseTime, resolveTime, responseTime, handleTime, ...conditions } = where ?? {};
  const times = { firstResponseTime, resolveTime, responseTime, handleTime };
  const ends = Object.entries(ranges).flatMap(([name, start]) => [
    [`${start}From`, times[name as keyof typeof times]?.from],
    [`${start}To`, times[name as keyof typeof times]?.to],
  ]);
  return csvAddress('conversations', { ...variables, ...conditions, ...Object.fromEntries(ends) });
}
