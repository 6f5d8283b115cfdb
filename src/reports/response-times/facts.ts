import type { TimeKind } from '../../counting/ahead/times.ts';
import { cutsThroughParts } from '../../counting/parts.ts';
import { lateKeys, type Times } from '../../counting/rows/activity.ts';
import { inPeriods } from '../../counting/rows/chains.ts';
import { inMailboxes, matches } from '../../counting/rows/where.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Scope } from '../../question/slice.ts';

/** Which conversations are looked at, and how their times are counted. */
export interface TimedScope extends Scope {
  /** Whether first response, response and resolve times count only the time inside the account's office hours. */
  readonly officeHours: boolean;
}

const isIn = (instant: Prisma.Sql): Prisma.Sql => Prisma.sql`${instant} >= p.starts and ${instant} < p.ends`;

/** Selects `period, value` of a kind in each period, and the `replies` of a conversation that was resolved; no value is null. */
export function durationsIn(scope: TimedScope, kind: TimeKind, times: Times): Prisma.Sql {
  return factsOf[kind](scope, times);
}

const factsOf: Record<TimeKind, (scope: TimedScope, times: Times) => Prisma.Sql> = {
  firstResponse: (scope, times) => firstResponsesIn(scope, times),
  response: (scope, times) =>
    repliesIn(
      scope,
      times,
      scope.officeHours ? Prisma.sql`t.office_response_seconds` : Prisma.sql`t.response_seconds`,
    ),
  resolution: (scope, times) => {
    const seconds = scope.officeHours ? Prisma.sql`c.office_resolve_seconds` : Prisma.sql`c.resolve_seconds`;
    const condition = Prisma.sql`${isIn(Prisma.sql`c.closed_at`)} and ${seconds} is not null`;
    return Prisma.sql`
      select p.period, ${seconds} as value, c.replies_sent as replies
      from ${times.table}
      cross join lateral (select c.* from conversations c where ${matches(scope)} and ${condition} offset 0) c`;
  },
  handle: (scope, times) => repliesIn(scope, times, Prisma.sql`t.handle_seconds`),
};

/** A first reply touches its conversation: those created in a period are looked at, and the few others that it touches. */
function firstResponsesIn(scope: TimedScope, { table }: Times): Prisma.Sql {
  const seconds = scope.officeHours
    ? Prisma.sql`c.office_first_response_seconds`
    : Prisma.sql`c.first_response_seconds`;
  const condition = Prisma.sql`${isIn(Prisma.sql`c.first_response_at`)} and ${seconds} is not null`;
  return Prisma.sql`
      select p.period, ${seconds} as value, null::int as replies
      from ${table}
      cross join lateral (
        select c.* from conversations c where ${matches(scope)} and ${isIn(Prisma.sql`c.created_at`)} and ${condition} offset 0
      ) c
      union all
      select p.period, ${seconds} as value, null::int as replies
      from ${table}
      cross join lateral ${lateKeys(scope.account.key, Prisma.sql`true`)} late
      cross join lateral (
        select c.* from conversations c where c.key = late.key and ${matches(scope)} and ${condition} offset 0
      ) c`;
}

/** The replies with a value. Where a reply itself does not tell whether it is meant, its conversation is looked at. */
function repliesIn(scope: TimedScope, times: Times, value: Prisma.Sql): Prisma.Sql {
  const { account, filter } = scope;
  const { table, series, areShort } = times;
  const conditions = [
    Prisma.sql`t.account_key = ${account.key} and t.kind = 'reply' and t.counted_status is not null and ${value} is not null`,
    ...inMailboxes(scope, Prisma.sql`t.mailbox_key`),
  ];
  if (filter.types)
    conditions.push(Prisma.sql`t.conversation_type = any(${filter.types}::conversation_type[])`);
  const condition = Prisma.join(conditions, ' and ');
  const held = areShort ? Prisma.sql`offset 0` : Prisma.empty;
  const conversation = cutsThroughParts(filter)
    ? Prisma.sql`
      cross join lateral (
        select from conversations c where c.key = t.conversation_key and ${matches(scope)} ${held}
      ) c`
    : Prisma.empty;
  const columns = Prisma.sql`${value} as value, null::int as replies`;
  const instant = Prisma.sql`t.created_at`;
  if (series)
    return inPeriods(series, { columns, tables: Prisma.sql`threads t${conversation}`, condition, instant });
  return Prisma.sql`
      select p.period, ${columns}
      from ${table}
      cross join lateral (select t.* from threads t where ${condition} and ${isIn(instant)} ${held}) t${conversation}`;
}
