import type { TimeKind } from '../../counting/ahead/times.ts';
import { isCountedReply } from '../../counting/measures/measures.ts';
import { cutsThroughParts } from '../../counting/parts.ts';
import type { Times } from '../../counting/rows/activity.ts';
import { inPeriods } from '../../counting/rows/chains.ts';
import { countedReplies } from '../../counting/rows/counted-replies.ts';
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
  firstResponse: (scope, times) =>
    conversationsIn(
      scope,
      times,
      Prisma.sql`c.first_response_at`,
      scope.officeHours ? Prisma.sql`c.office_first_response_seconds` : Prisma.sql`c.first_response_seconds`,
      // Nobody asks for replies here, and the index of first responses does not hold them.
      Prisma.sql`null::int`,
    ),
  response: (scope, times) =>
    repliesIn(
      scope,
      times,
      scope.officeHours ? Prisma.sql`t.office_response_seconds` : Prisma.sql`t.response_seconds`,
    ),
  resolution: (scope, times) =>
    conversationsIn(
      scope,
      times,
      Prisma.sql`c.closed_at`,
      scope.officeHours ? Prisma.sql`c.office_resolve_seconds` : Prisma.sql`c.resolve_seconds`,
      Prisma.sql`c.replies_sent`,
    ),
  handle: (scope, times) => repliesIn(scope, times, Prisma.sql`t.handle_seconds`),
};

/** The conversations with a value that something happened to. */
function conversationsIn(
  scope: TimedScope,
  { table }: Times,
  instant: Prisma.Sql,
  value: Prisma.Sql,
  replies: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`
      select p.period, ${value} as value, ${replies} as replies
      from ${table}
      cross join lateral (
        select c.* from conversations c where ${matches(scope)} and ${isIn(instant)} and ${value} is not null offset 0
      ) c`;
}

/** The replies with a value. Where a reply itself does not tell whether it is meant, its conversation is looked at. */
function repliesIn(scope: TimedScope, times: Times, value: Prisma.Sql): Prisma.Sql {
  const { account, filter } = scope;
  const { table, series, areShort } = times;
  const conditions = [Prisma.sql`${value} is not null`, ...inMailboxes(scope, Prisma.sql`t.mailbox_key`)];
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
  const isMeant = Prisma.sql`t.account_key = ${account.key} and ${isCountedReply} and ${condition}`;
  if (series)
    return inPeriods(series, {
      columns,
      tables: Prisma.sql`threads t${conversation}`,
      condition: isMeant,
      instant,
    });
  const replies = countedReplies(account.key, Prisma.sql`${isIn(instant)} and ${condition}`, times);
  return Prisma.sql`
      select p.period, ${columns}
      from ${table}
      cross join lateral ${replies}${conversation}`;
}
