import { type Address, oneOf } from '../../address/address.ts';
import type { VariablesOf } from '../../graphql.ts';
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
const activities = ['TOUCHED', 'CREATED', 'REPLIED', 'RESOLVED'] as const;
export const statuses = ['OPEN', 'PENDING', 'SNOOZED', 'ON_HOLD', 'CLOSED'] as const;

/** The list that an address asks for. Its own parameters have the names of those of the CSV; `ever` leaves the period out. */
export function rowsVariables({ own }: Address, { period, filter, timeZone }: Question): RowsVariables {
  const bucket = own['start'] && own['end'] ? { start: own['start'], end: own['end'] } : period;
  const chosen = own['statuses']?.split(',') ?? [];
  return {
    ...(own['ever'] ? {} : { period: bucket }),
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
  const { repliedBy, savedReply, workflow, field, option, answered } = own;
  const { weekday, hourFrom, hourTo, firstResponseFrom, firstResponseTo, resolveFrom, resolveTo } = own;
  return {
    ...(repliedBy && { repliedBy }),
    ...(savedReply && { savedReply }),
    ...(workflow && { workflow }),
    ...(field && { field }),
    ...(option && { option }),
    ...(answered && { answered: answered === 'true' }),
    ...(weekday && { weekday: Number(weekday) }),
    ...(hourFrom && { hourFrom: Number(hourFrom) }),
    ...(hourTo && { hourTo: Number(hourTo) }),
    ...rangeOf('firstResponseTime', firstResponseFrom, firstResponseTo),
    ...rangeOf('resolveTime', resolveFrom, resolveTo),
  };
}

function rangeOf(name: 'firstResponseTime' | 'resolveTime', from?: string, to?: string): object {
  return from || to ? { [name]: { ...(from && { from: Number(from) }), ...(to && { to: Number(to) }) } } : {};
}

/** The address of the same list as CSV, all of it. */
export function csvAddress({ own }: Address, variables: RowsVariables): string {
  const { period, filter, timeZone, activity, orderBy, direction } = variables;
  const { ever: _ever, after: _after, ...conditions } = own;
  const lists = Object.entries(filter ?? {}).flatMap(([name, value]) =>
    Array.isArray(value) && value.length > 0 ? [[name, value.join(',')]] : [],
  );
  const said = {
    ...conditions,
    ...Object.fromEntries(lists),
    ...period,
    timeZone,
    activity,
    orderBy,
    direction,
  };
  const written = Object.entries(said).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  return `export/conversations.csv?${new URLSearchParams(written)}`;
}
