import { Prisma } from '../../database/generated/client.ts';
import { type DayCalendar, weekOf } from '../../period/days.ts';
import { isCounted, isCountedReply } from '../measures/measures.ts';
import { ofUser } from '../measures/parts.ts';
import { boundOf } from './stale.ts';

export const timeKinds = ['firstResponse', 'response', 'resolution', 'handle'] as const;

/** What takes its time. */
export type TimeKind = (typeof timeKinds)[number];

/** Times of one kind: within office hours or not, in each type in each mailbox, or of each user. */
export interface TimeMeasure {
  readonly name: string;
  readonly kind: TimeKind;
  readonly officeHours: boolean;
  readonly byUser: boolean;
}

/** How long a reply was handled has nothing to do with office hours, and no report tells it by user. */
const measuresOf: Record<TimeKind, readonly Pick<TimeMeasure, 'officeHours' | 'byUser'>[]> = (() => {
  const all = [false, true].flatMap((officeHours) =>
    [false, true].map((byUser) => ({ officeHours, byUser })),
  );
  return {
    firstResponse: all,
    response: all,
    resolution: all,
    handle: [{ officeHours: false, byUser: false }],
  };
})();

/** The times that are sorted ahead of time. */
export const timeMeasures: readonly TimeMeasure[] = timeKinds.flatMap((kind) =>
  measuresOf[kind].map(({ officeHours, byUser }) => ({
    name: `${kind}Times${officeHours ? 'InOfficeHours' : ''}${byUser ? 'ByUser' : ''}`,
    kind,
    officeHours,
    byUser,
  })),
);

/** The sorted times of a kind. Throws where there are none by user. */
export function timeMeasure(asked: Omit<TimeMeasure, 'name'>): TimeMeasure {
  const officeHours = asked.officeHours && asked.kind !== 'handle';
  const found = timeMeasures.find(
    (measure) =>
      measure.kind === asked.kind && measure.officeHours === officeHours && measure.byUser === asked.byUser,
  );
  if (!found) throw new Error(`times of ${asked.kind} are not sorted by user`);
  return found;
}

interface Fact {
  /** A table `f (week, mailbox_key, type, user_key, replies)` with a row for each time, and its columns of times. */
  readonly table: Prisma.Sql;
  readonly elapsed: Prisma.Sql;
  readonly inOffice: Prisma.Sql;
}

const factOf: Record<TimeKind, Fact> = {
  firstResponse: {
    table: Prisma.sql`answered`,
    elapsed: Prisma.sql`f.first_response_seconds`,
    inOffice: Prisma.sql`f.office_first_response_seconds`,
  },
  response: {
    table: Prisma.sql`sent`,
    elapsed: Prisma.sql`f.response_seconds`,
    inOffice: Prisma.sql`f.office_response_seconds`,
  },
  resolution: {
    table: Prisma.sql`resolved`,
    elapsed: Prisma.sql`f.resolve_seconds`,
    inOffice: Prisma.sql`f.office_resolve_seconds`,
  },
  handle: {
    table: Prisma.sql`sent`,
    elapsed: Prisma.sql`f.handle_seconds`,
    inOffice: Prisma.sql`f.handle_seconds`,
  },
};

interface Week {
  readonly first: number;
  readonly starts: string;
  readonly ends: string;
}

/** Sorts the times of the weeks in which some days lie. */
export async function sortTimes(
  client: Prisma.TransactionClient,
  accountKey: number,
  {
    days,
    calendar: { startOf },
    measures,
  }: {
    readonly days: readonly number[];
    readonly calendar: DayCalendar;
    readonly measures: readonly TimeMeasure[];
  },
): Promise<void> {
  const spans = new Map(days.map((day) => [weekOf(day).first, weekOf(day)]));
  const weeks = [...spans.values()].map(({ first, until }) => ({
    first,
    starts: boundOf(startOf(first)),
    ends: boundOf(startOf(until)),
  }));
  await client.$executeRaw`
    delete from weekly_times
    where account_key = ${accountKey} and measure = any(${measures.map(({ name }) => name)}::text[])
      and week = any(${weeks.map(({ first }) => first)}::int[])`;
  await client.$executeRaw(countTimes(accountKey, weeks, measures));
}

/** Inserts the sorted times of some weeks. */
export function countTimes(
  accountKey: number,
  weeks: readonly Week[],
  measures: readonly TimeMeasure[],
): Prisma.Sql {
  return Prisma.sql`
    with ${factTables(accountKey, weeks)}
    insert into weekly_times (account_key, measure, week, mailbox_key, user_key, type, times, sum, replies, once)
    select ${accountKey}::int, n.*
    from (${Prisma.join(measures.map(sorted), ' union all ')}) n`;
}

/** The tables of facts: replies, conversations with their first reply, and conversations resolved in each week. */
function factTables(accountKey: number, weeks: readonly Week[]): Prisma.Sql {
  const isIn = (instant: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`${instant} >= w.starts and ${instant} < w.ends`;
  const conversations = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`(
        select c.* from conversations c where c.account_key = ${accountKey} and ${isCounted} and ${condition} offset 0
      ) c`;
  return Prisma.sql`weeks as materialized (
      select * from unnest(
        ${weeks.map(({ first }) => first)}::int[], ${weeks.map(({ starts }) => starts)}::timestamptz[],
        ${weeks.map(({ ends }) => ends)}::timestamptz[]
      ) as w (week, starts, ends)
    ),
    sent as materialized (
      select w.week, t.mailbox_key, t.conversation_type as type, t.user_key, 0 as replies,
        t.response_seconds, t.office_response_seconds, t.handle_seconds
      from weeks w
      cross join lateral (
        select t.* from threads t
        where t.account_key = ${accountKey} and ${isCountedReply} and ${isIn(Prisma.sql`t.created_at`)}
        offset 0
      ) t
    ),
    answered as materialized (
      select w.week, c.mailbox_key, c.type, c.first_replier_key as user_key, 0 as replies, c.first_response_seconds,
        c.office_first_response_seconds
      from weeks w
      cross join lateral ${conversations(isIn(Prisma.sql`c.first_response_at`))}
    ),
    resolved as materialized (
      select w.week, c.mailbox_key, c.type, c.assignee_key as user_key, c.replies_sent as replies, c.resolve_seconds,
        c.office_resolve_seconds
      from weeks w
      cross join lateral ${conversations(isIn(Prisma.sql`c.closed_at`))}
    )`;
}

/** Selects the sorted times of a measure. */
function sorted({ name, kind, officeHours, byUser }: TimeMeasure): Prisma.Sql {
  const { table, elapsed, inOffice } = factOf[kind];
  const part = byUser
    ? ofUser(Prisma.sql`coalesce(f.user_key, 0)`)
    : Prisma.sql`f.mailbox_key, 0 as user_key, f.type::text`;
  const time = officeHours ? inOffice : elapsed;
  return Prisma.sql`
      select ${name}::text, f.week, ${part}, array_agg(${time}::float8 order by ${time}), sum(${time})::float8,
        sum(f.replies)::int, (count(*) filter (where f.replies = 1))::int
      from ${table} f
      where ${time} is not null
      group by 2, 3, 4, 5`;
}
