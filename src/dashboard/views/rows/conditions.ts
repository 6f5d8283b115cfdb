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
const activities = ['TOUCHED', 'CREATED', 'REPLIED', 'RESOLVED'] as const;
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
  const { repliedBy, savedReply, workflow, field, option, answered } = own;
  const { weekday, hourFrom, hourTo, firstResponseFrom, firstResponseTo, resolveFrom, resolveTo } = own;
  return {
    ...(repliedBy && { repliedBy }),
    ...(savedReply && { savedReply }),
    ...(workflow && { workflow }),
    ...(field && { field }),
    ...(option && { option }),
    ...(answered && { answered: answered === 'true' }),
    ...ofNumbers({ weekday, hourFrom, hourTo }),
    ...rangeOf('firstResponseTime', firstResponseFrom, firstResponseTo),
    ...rangeOf('resolveTime', resolveFrom, resolveTo),
  };
}

function rangeOf(name: 'firstResponseTime' | 'resolveTime', from?: string, to?: string): object {
  const range = ofNumbers({ from, to });
  return Object.keys(range).length > 0 ? { [name]: range } : {};
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
  const { firstResponseTime, resolveTime, ...conditions } = where ?? {};
  return csvAddress('conversations', {
    ...variables,
    ...conditions,
    firstResponseFrom: firstResponseTime?.from,
    firstResponseTo: firstResponseTime?.to,
    resolveFrom: resolveTime?.from,
    resolveTo: resolveTime?.to,
  });
}
