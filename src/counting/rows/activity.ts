import { Prisma } from '../../database/generated/client.ts';
import { hoursApart, intervalApart } from '../../period/apart.ts';
import { formatInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';
import { isResolvedByClosing } from '../measures/measures.ts';
import { inPeriods } from './chains.ts';
import { matches } from './where.ts';

/** What is known of a conversation of a period. */
const conversationColumns = Prisma.sql`c.key, c.created_at, c.type, c.channel, c.status, c.mailbox_key, c.assignee_key, c.team_key, c.customer_key, c.tag_keys, c.waiting_since`;
export const activityColumns = Prisma.sql`
      p.period::int, ${conversationColumns}`;
const createdIn = Prisma.sql`c.created_at >= p.starts and c.created_at < p.ends`;

/**
 * A table `p (starts, ends, period)` of times, whether they are so short that few threads lie in them, and whether each of them is
 * shorter than threads usually lie apart from their conversation's creation; and the times themselves where they are neither short
 * nor few.
 */
export interface Times {
  readonly table: Prisma.Sql;
  readonly series: readonly Period[] | null;
  readonly areShort: boolean;
  readonly areBrief: boolean;
}

/** Of longer ones the planner finds a better way than looking up the conversation of each thread. */
const mostShortHours = 2400;

/** With each of more the planner would compare all threads. */
const fewPeriods = 4;

/** The periods, numbered from 1 in their order. */
export function timesOf(periods: readonly Period[]): Times {
  const starts = periods.map((period) => formatInstant(period.start));
  const ends = periods.map((period) => formatInstant(period.end));
  const lengths = periods.map(({ start, end }) => start.until(end).total('hours'));
  const areShort = lengths.reduce((sum, length) => sum + length, 0) <= mostShortHours;
  return {
    table: Prisma.sql`unnest(${starts}::timestamptz[], ${ends}::timestamptz[]) with ordinality as p (starts, ends, period)`,
    series: areShort || periods.length <= fewPeriods ? null : periods,
    areShort,
    areBrief: lengths.every((length) => length < hoursApart),
  };
}

/**
 * Selects the conversations of a scope that were created in each period, of all customers or of some, given as a SELECT of
 * their keys. `offset 0` holds the planner to one range of an index for each: it knows nothing of the times, and with a filter
 * would rather read all conversations of the account.
 */
export function created(scope: Scope, { table }: Times, customers?: Prisma.Sql): Prisma.Sql {
  const [theirs, isTheirs] = customers
    ? [Prisma.sql` cross join (${customers}) k (key)`, Prisma.sql` and c.customer_key = k.key`]
    : [Prisma.empty, Prisma.empty];
  return Prisma.sql`
    select ${activityColumns}
    from ${table}${theirs}
    cross join lateral (
      select c.* from conversations c where ${matches(scope)} and ${createdIn}${isTheirs} offset 0
    ) c`;
}

/** Selects the conversations of a scope that were closed in each period and resolved by that, in the same way. */
export function closed(scope: Scope, { table }: Times): Prisma.Sql {
  return Prisma.sql`
    select ${activityColumns}
    from ${table}
    cross join lateral (
      select c.* from conversations c
      where ${matches(scope)} and ${isResolvedByClosing} and c.closed_at >= p.starts and c.closed_at < p.ends
      offset 0
    ) c`;
}

/** Selects the conversations of a scope that have a reply in each period. */
export function replied(scope: Scope, times: Times): Prisma.Sql {
  return Prisma.sql`
    select distinct on (t.period, t.key) t.* from (${threadsIn(scope, times, Prisma.sql`t.kind = 'reply'`)}) t`;
}

/**
 * Selects the conversations of a scope, of all customers or of some, that each period touches: that were created in it or have
 * a thread created in it. Nearly all of them were created in it; the few others, of threads apart or from shortly before, are
 * looked up one by one. `offset 0` holds the planner to that: it expects many of them and would read all threads and
 * conversations instead.
 */
export function touched(scope: Scope, times: Times, customers?: Prisma.Sql): Prisma.Sql {
  if (times.areBrief && !customers) return touchedBriefly(scope, times);
  const isMeant = customers ? isOneOf(customers) : Prisma.sql`true`;
  return Prisma.sql`${created(scope, times, customers)}
    union all
    select ${activityColumns}
    from ${times.table}
    cross join lateral ${lateKeys(scope.account.key, isMeant)} late
    cross join lateral (
      select c.* from conversations c where c.key = late.key and ${matches(scope)} and ${isMeant} offset 0
    ) c`;
}

/** Selects those that brief periods touch: fewer threads lie in these than conversations were created shortly before. */
function touchedBriefly(scope: Scope, { table }: Times): Prisma.Sql {
  return Prisma.sql`
    select ${activityColumns}
    from ${table}
    cross join lateral (${touchedKeys(scope.account.key)}) k
    cross join lateral (select c.* from conversations c where c.key = k.key and ${matches(scope)} offset 0) c`;
}

/** Selects the keys of an account's conversations that a period `p` touches, each once. */
function touchedKeys(accountKey: number): Prisma.Sql {
  return Prisma.sql`
      select t.conversation_key as key
      from threads t
      where t.account_key = ${accountKey} and t.created_at >= p.starts and t.created_at < p.ends
      union
      select c.key from conversations c where c.account_key = ${accountKey} and ${createdIn}`;
}

/**
 * The keys of an account's conversations that have a thread in a period `p` and were not created in it, as a table: of those
 * that fulfil a condition at least, where they were created shortly before.
 */
export function lateKeys(accountKey: number, isMeant: Prisma.Sql): Prisma.Sql {
  const isIn = Prisma.sql`t.created_at >= p.starts and t.created_at < p.ends`;
  return Prisma.sql`(
      select t.conversation_key as key
      from threads t
      where t.account_key = ${accountKey} and ${isIn} and (t.apart_from < p.starts or t.apart_from >= p.ends)
      union
      select c.key
      from conversations c
      where c.account_key = ${accountKey} and ${isMeant}
        and c.created_at >= p.starts - ${intervalApart}::interval and c.created_at < p.starts and exists (
          select from ${threadsOf(accountKey)} where ${isIn}
        )
    )`;
}

/**
 * The threads of a conversation `c` as a table `t`. No condition reaches into it: the planner would else look for those of a time among
 * all of the account where it knows nothing of either, once for each conversation.
 */
export function threadsOf(accountKey: number): Prisma.Sql {
  return Prisma.sql`(
            select t.* from threads t where t.account_key = ${accountKey} and t.conversation_key = c.key offset 0
          ) t`;
}

/**
 * The condition that a conversation `c` is of one of some customers. They are looked up in a hash: a plan for any number of them
 * would compare each row with all.
 */
export function isOneOf(customers: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(c.customer_key in (${customers})) is true`;
}

/** Selects the threads `t` that fulfil a condition and were created in each period, in conversations of a scope. */
export function threadsIn(scope: Scope, times: Times, condition: Prisma.Sql): Prisma.Sql {
  const { table, series, areShort } = times;
  const columns = Prisma.sql`t.kind, t.user_key, t.saved_reply_key, t.workflow_key, t.status_event, t.created_at as happened_at`;
  const isMeant = Prisma.sql`t.account_key = ${scope.account.key} and ${condition}`;
  const conversation = Prisma.sql`c.key = t.conversation_key and ${matches(scope)}`;
  if (series)
    return inPeriods(series, {
      columns: Prisma.sql`${conversationColumns}, ${columns}`,
      tables: Prisma.sql`threads t join conversations c on ${conversation}`,
      condition: isMeant,
      instant: Prisma.sql`t.created_at`,
    });
  return Prisma.sql`
    select ${activityColumns}, ${columns}
    from ${table}
    cross join lateral (
      select t.*
      from threads t
      where ${isMeant} and t.created_at >= p.starts and t.created_at < p.ends
      ${areShort ? Prisma.sql`offset 0` : Prisma.empty}
    ) t
    ${
      areShort
        ? Prisma.sql`cross join lateral (select c.* from conversations c where ${conversation} offset 0) c`
        : Prisma.sql`join conversations c on ${conversation}`
    }`;
}
