import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { instant, zones } from './helpdesk.ts';
import type { ConversationRecord, Helpdesk } from './records.ts';

export interface PeriodValue {
  start: string;
  end: string;
}

export interface FilterValue {
  mailboxes?: string[];
  tags?: string[];
  types?: string[];
  folders?: string[];
  assignees?: string[];
  isAssigned?: boolean;
  teams?: string[];
  channels?: string[];
  statuses?: string[];
  priorities?: string[];
  customers?: string[];
}

/** The arguments of a report as a client sends them. */
export interface Question {
  period: PeriodValue;
  previous?: PeriodValue;
  compareTo?: 'PREVIOUS_PERIOD' | 'PREVIOUS_YEAR';
  filter?: FilterValue;
  timeZone?: string;
}

const period: fc.Arbitrary<PeriodValue> = fc
  .tuple(instant, instant)
  .map(([one, other]) => (one <= other ? { start: one, end: other } : { start: other, end: one }));

/** Periods whose ends lie on the grid of the conversations' times, with every kind of comparison and filter. */
export function question(desk: Helpdesk): fc.Arbitrary<Question> {
  return fc
    .record({
      period,
      comparison: fc.oneof(
        fc.constant({}),
        period.map((previous) => ({ previous })),
        fc.constantFrom({ compareTo: 'PREVIOUS_PERIOD' as const }, { compareTo: 'PREVIOUS_YEAR' as const }),
      ),
      filter: fc.option(filter(desk), { nil: undefined }),
      timeZone: fc.option(fc.constantFrom(...zones), { nil: undefined }),
    })
    .map(({ period: current, comparison, filter: conditions, timeZone }) => ({
      period: current,
      ...comparison,
      ...(conditions && { filter: conditions }),
      ...(timeZone && { timeZone }),
    }));
}

// Of more conditions at once hardly any conversation would be left.
const mostConditions = 3;

function filter(desk: Helpdesk): fc.Arbitrary<FilterValue> {
  const some = (ids: string[]): fc.Arbitrary<string[]> => fc.subarray([...ids, 'unknown', 'no id']);
  const conditions: { [Condition in keyof FilterValue]-?: fc.Arbitrary<FilterValue[Condition]> } = {
    mailboxes: some(idsOf(desk.mailboxes)),
    tags: some(['1', ...idsOf(desk.tags)]),
    types: fc.subarray(['CHAT', 'EMAIL', 'PHONE']),
    folders: some(idsOf(desk.folders)),
    assignees: some(idsOf(desk.users)),
    isAssigned: fc.boolean(),
    teams: some(idsOf(desk.teams)),
    channels: fc.subarray(['\0', ...new Set(desk.conversations.map(({ channel }) => channel))]),
    statuses: fc.subarray(['OPEN', 'PENDING', 'SNOOZED', 'ON_HOLD', 'CLOSED', 'SPAM']),
    priorities: fc.subarray(['LOW', 'MEDIUM', 'HIGH', 'URGENT']),
    customers: some(idsOf(desk.customers)),
  };
  return fc
    .shuffledSubarray(Object.entries(conditions), { maxLength: mostConditions })
    .chain((chosen) => fc.record(Object.fromEntries(chosen)) as fc.Arbitrary<FilterValue>);
}

function idsOf(records: readonly { id: string }[]): string[] {
  return records.map(({ id }) => id);
}

/** The period compared with, or null. */
export function previousOf(
  { period: current, previous, compareTo }: Question,
  zone: string,
): PeriodValue | null {
  if (previous) return previous;
  if (!compareTo) return null;
  const [start, end] = [current.start, current.end].map((at) =>
    Temporal.Instant.from(at).toZonedDateTimeISO(zone),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  const moved =
    compareTo === 'PREVIOUS_PERIOD'
      ? { start: periodBefore(start, end).toString(), end: current.start }
      : { start: yearBefore(start, false).toString(), end: yearBefore(end, !isLeapDay(start)).toString() };
  return isBefore(moved.end, moved.start) ? { start: moved.start, end: moved.start } : moved;
}

function periodBefore(start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): Temporal.Instant {
  let days = 0;
  while (isSooner(start.toPlainDateTime().add({ days }), end.toPlainDateTime())) days += 1;
  return days > 0 && start.toPlainTime().equals(end.toPlainTime())
    ? start.toPlainDateTime().subtract({ days }).toZonedDateTime(start.timeZoneId).toInstant()
    : start.toInstant().subtract(start.toInstant().until(end.toInstant()));
}

function isSooner(one: Temporal.PlainDateTime, other: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(one, other) < 0;
}

/** A year earlier on the clock; 29 February becomes 1 March where `later` says so, else 28 February. */
function yearBefore(at: Temporal.ZonedDateTime, later: boolean): Temporal.Instant {
  const fields = { year: at.year - 1, hour: at.hour, minute: at.minute, second: at.second };
  const day = !isLeapDay(at)
    ? { month: at.month, day: at.day }
    : later
      ? { month: 3, day: 1 }
      : { month: 2, day: 28 };
  const rest = { millisecond: at.millisecond, microsecond: at.microsecond, timeZone: at.timeZoneId };
  return Temporal.ZonedDateTime.from({ ...fields, ...day, ...rest }).toInstant();
}

function isLeapDay({ month, day }: Temporal.ZonedDateTime): boolean {
  return month === 2 && day === 29;
}

export function isIn(at: string, { start, end }: PeriodValue): boolean {
  return !isBefore(at, start) && isBefore(at, end);
}

export function isBefore(one: string, other: string): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

/** The counted conversations that match the filter; `visible` are the mailboxes that the caller may see. */
export function matching(
  desk: Helpdesk,
  conditions: FilterValue = {},
  visible?: string[],
): ConversationRecord[] {
  const allows = (list: string[] | undefined, ...values: (string | undefined)[]): boolean =>
    !list || list.length === 0 || values.some((value) => value !== undefined && list.includes(value));
  return desk.conversations.filter(
    (c) =>
      c.status !== 'spam' &&
      !c.deleted &&
      (!visible || visible.includes(c.mailboxId)) &&
      allows(conditions.mailboxes, c.mailboxId) &&
      allows(conditions.types, c.conversationType.toUpperCase()) &&
      allows(conditions.folders, c.folderId) &&
      allows(conditions.tags, ...(c.tags.length === 0 ? ['1'] : c.tags)) &&
      allows(conditions.assignees, c.assigneeId) &&
      (conditions.isAssigned === undefined || conditions.isAssigned === (c.assigneeId !== undefined)) &&
      allows(conditions.teams, c.teamId) &&
      allows(conditions.channels, c.channel) &&
      allows(conditions.statuses, c.status.toUpperCase()) &&
      allows(conditions.priorities, c.priority?.toUpperCase()) &&
      allows(conditions.customers, c.customerId),
  );
}

export function delta(current: number | null, previous: number | null): number | null {
  if (current === null || previous === null) return null;
  if (current === 0 && previous === 0) return 0;
  return previous === 0 ? null : ((current - previous) / previous) * 100;
}
