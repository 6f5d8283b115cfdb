import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';
import { plannedAnew } from '../database/statement-names.ts';
import { formatInstant } from '../period/instant.ts';
import type { Period } from '../period/period.ts';
import { type Scope, toScope } from '../question/slice.ts';
import { type HelpScoutStatus, statesOf } from '../question/status.ts';
import { replyDefinition } from './ahead/definitions.ts';
import { repliedDays } from './measures/customer-groups.ts';
import { isCountedReply } from './measures/measures.ts';
import {
  eachFigure,
  figureColumns,
  figuresOfRepliedConversations,
  figuresOfReplies,
  type ReplyFigure,
  replyFigures,
} from './measures/reply-figures.ts';
import { cutsThroughParts, wholeOf } from './parts.ts';
import { type Plan, planOf } from './plan.ts';
import { ofUser, repliedCustomers } from './replied-customers.ts';
import { addends, asCounted, rollupTables } from './rollup.ts';
import { areHoursKnown, assertKnownHours, ofKnownHours } from './rows/known-hours.ts';
import { inMailboxes, matches } from './rows/where.ts';

/** Which replies of a user a question is about, whenever they were sent, and how their times are counted. */
export interface ReplyScope extends Scope {
  readonly userKey: number;
  /** Null: conversations in any status. */
  readonly status: HelpScoutStatus | null;
  /** Whether only time inside the account's office hours counts. */
  readonly officeHours: boolean;
}

/** No more of a question than which replies it is about. */
export function toReplyScope({ userKey, status, officeHours, ...scope }: ReplyScope): ReplyScope {
  return { ...toScope(scope), userKey, status, officeHours };
}

/** The condition under which a thread `t` is a reply of the user in a conversation that reports count. */
export function isReply({ account, userKey }: Pick<ReplyScope, 'account' | 'userKey'>): Prisma.Sql {
  return Prisma.sql`t.account_key = ${account.key} and t.user_key = ${userKey} and ${isCountedReply}`;
}

/** The condition under which a thread `t` was created in a period. Its ends are constants: the database can tell how many were. */
export function isIn({ start, end }: Period): Prisma.Sql {
  return Prisma.sql`t.created_at >= ${formatInstant(start)}::timestamptz and t.created_at < ${formatInstant(end)}::timestamptz`;
}

/** The condition under which a reply `t` is part of the history. Where a reply itself does not tell, its conversation is looked at. */
export function isListed(scope: ReplyScope): Prisma.Sql {
  const { account, filter, status } = scope;
  const conditions = inMailboxes(scope, Prisma.sql`t.mailbox_key`);
  if (filter.types)
    conditions.push(Prisma.sql`t.conversation_type = any(${filter.types}::conversation_type[])`);
  if (status) conditions.push(Prisma.sql`t.counted_status = any(${statesOf(status)}::conversation_status[])`);
  if (cutsThroughParts(filter)) {
    conditions.push(Prisma.sql`exists (
        select from conversations c where c.account_key = ${account.key} and c.key = t.conversation_key and ${matches(scope)}
      )`);
  }
  return conditions.length > 0 ? Prisma.join(conditions, ' and ') : Prisma.sql`true`;
}

const elapsedTimes = {
  response: Prisma.sql`t.response_seconds`,
  firstResponse: Prisma.sql`t.first_response_seconds`,
  resolve: Prisma.sql`t.resolve_seconds`,
};

const officeTimes = {
  response: Prisma.sql`t.office_response_seconds`,
  firstResponse: Prisma.sql`t.office_first_response_seconds`,
  resolve: Prisma.sql`t.office_resolve_seconds`,
};

// Without office hours of an account the two are equal.
export function secondsOf({ officeHours }: ReplyScope): typeof elapsedTimes {
  return officeHours ? officeTimes : elapsedTimes;
}

const totalsRow = ofKnownHours.extend({
  period: z.int(),
  replies: z.int(),
  conversations: z.int(),
  customers: z.int(),
  responseSum: z.number().nullable(),
  responseCount: z.int(),
  firstResponseSum: z.number().nullable(),
  firstResponseCount: z.int(),
  resolveSum: z.number().nullable(),
  resolveCount: z.int(),
  handleSum: z.number().nullable(),
  handleCount: z.int(),
});

export type TotalsRow = z.infer<typeof totalsRow>;

/**
 * Counts, and sums of seconds with the number of their summands, of the replies in each period; none has no row. What a user
 * sent is counted ahead of time as a whole; where the filter or the status leaves something out, the replies are read.
 */
export async function readTotals(
  database: Database,
  scope: ReplyScope,
  periods: readonly Period[],
): Promise<TotalsRow[]> {
  const plan = planOf(scope, periods, {
    subject: 'conversations',
    definition: replyDefinition,
    partsOf: () => (scope.status === null ? wholeOf(scope) : null),
    areOfUsers: Prisma.sql`r.user_key = ${scope.userKey}`,
  });
  const statement = plan ? addUp(scope, periods, plan) : readReplies(scope, periods);
  return assertKnownHours(await readRows(database, statement, totalsRow));
}

function readReplies(scope: ReplyScope, periods: readonly Period[]): Prisma.Sql {
  const conversations = periods.map((period, index) => selectConversations(scope, period, index + 1));
  return Prisma.sql`${plannedAnew}
    select r.period, sum(r.replies)::int as replies, count(*)::int as conversations,
      count(distinct r.customer_key)::int as customers,
      sum(r.response_sum)::float8 as "responseSum", sum(r.response_count)::int as "responseCount",
      sum(r.first_response)::float8 as "firstResponseSum", count(r.first_response)::int as "firstResponseCount",
      sum(r.resolve)::float8 as "resolveSum", count(r.resolve)::int as "resolveCount",
      sum(r.handle_sum) as "handleSum", sum(r.handle_count)::int as "handleCount"${areHoursKnown(scope.account, scope.officeHours)}
    from (${Prisma.join(conversations, ' union all ')}) r
    group by r.period`;
}

/** The conversations with a reply in a period. */
function selectConversations(scope: ReplyScope, period: Period, place: number): Prisma.Sql {
  const { response, firstResponse, resolve } = secondsOf(scope);
  return Prisma.sql`
      select ${place}::int as period, min(t.conversation_customer_key) as customer_key, count(*) as replies,
        sum(${response}) as response_sum, count(${response}) as response_count,
        min(${firstResponse}) as first_response, min(${resolve}) as resolve,
        sum(t.handle_seconds) as handle_sum, count(t.handle_seconds) as handle_count
      from threads t
      where ${isReply(scope)} and ${isIn(period)} and ${isListed(scope)}
      group by t.conversation_key`;
}

/** The key of the customers, who are counted apart from the other figures. */
const ofCustomers = 0;

/** Adds up what rollups count on the whole days of each period, except for stale ones, and the replies of the rest. */
function addUp(scope: ReplyScope, periods: readonly Period[], plan: Plan): Prisma.Sql {
  const { userKey, officeHours } = scope;
  const ofTheRest = Prisma.sql`select n.period, f.key::int, null, f.count
      from (
        select t.period, ${figuresOfReplies} as figures from sent t group by 1
        union all
        select t.period, ${figuresOfRepliedConversations} from replied t group by 1
      ) n
      cross join lateral ${eachFigure}
      union all
      select k.period, ${ofCustomers}, null, k.count from (${repliedCustomers(scope, periods, ofUser(userKey))}) k`;
  return Prisma.sql`
    with ${rollupTables(scope, plan)},
    ${edgeTables(scope)}
    select n.period, ${count('replies')} as replies, ${count('conversations')} as conversations,
      ${countOf(ofCustomers)} as customers,
      ${sum(officeHours ? 'officeResponseSeconds' : 'responseSeconds')} as "responseSum", ${count('responses')} as "responseCount",
      ${sum(officeHours ? 'officeFirstResponseSeconds' : 'firstResponseSeconds')} as "firstResponseSum",
      ${count('firstResponses')} as "firstResponseCount",
      ${sum(officeHours ? 'officeResolveSeconds' : 'resolveSeconds')} as "resolveSum", ${count('resolved')} as "resolveCount",
      ${sum('handleSeconds')} as "handleSum", ${count('handled')} as "handleCount"${areHoursKnown(scope.account, scope.officeHours)}
    from (
      ${addends(scope, plan, asCounted, ofTheRest)}
    ) n
    group by n.period`;
}

/**
 * The tables `sent`, the replies at the edges of each period, and `replied`, one of each conversation that no rollup of the period
 * counts: those count it on the first of the whole days on which the user replied to it, unless that one is stale.
 */
function edgeTables(scope: ReplyScope): Prisma.Sql {
  const { account, userKey } = scope;
  return Prisma.sql`
    sent as materialized (
      select p.period, t.conversation_key, ${figureColumns}
      from edges p
      cross join lateral (
        select t.* from threads t where ${isReply(scope)} and t.created_at >= p.starts and t.created_at < p.ends offset 0
      ) t
    ),
    replied as (
      select t.*
      from (select distinct on (t.period, t.conversation_key) t.* from sent t order by t.period, t.conversation_key) t
      left join spans s on s.period = t.period
      cross join lateral (
        select c.* from conversations c where c.account_key = ${account.key} and c.key = t.conversation_key offset 0
      ) c
      cross join lateral (
        select min(r.day) as day from ${repliedDays} where r.replier = ${userKey} and r.day >= s.first and r.day < s.until
      ) first
      where first.day is null or first.day in (select x.day from stale x)
    )`;
}

const sumOf = (key: number): Prisma.Sql =>
  Prisma.sql`coalesce(sum(n.count) filter (where n.key = ${key}), 0)`;
const countOf = (key: number): Prisma.Sql => Prisma.sql`${sumOf(key)}::int`;
const sum = (figure: ReplyFigure): Prisma.Sql => sumOf(replyFigures.indexOf(figure) + 1);
const count = (figure: ReplyFigure): Prisma.Sql => countOf(replyFigures.indexOf(figure) + 1);
