import { Prisma } from '../../database/generated/client.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';
import { threadsIn, timesOf } from './activity.ts';

const ofReplies = Prisma.sql`filter (where t.kind = 'reply')`;

/** What messages and replies `t` of a period tell, by the name of what is counted. */
const tellings = {
  messagesReceived: Prisma.sql`count(*) filter (where t.kind = 'customer')`,
  repliesSent: Prisma.sql`count(*) ${ofReplies}`,
  repliedConversations: Prisma.sql`count(distinct t.key) ${ofReplies}`,
  repliedCustomers: Prisma.sql`count(distinct t.customer_key) ${ofReplies}`,
} as const;

/** What can be counted of the messages and replies of a period. */
export type ThreadCount = keyof typeof tellings;

export function isThreadCount(measure: string): measure is ThreadCount {
  return measure in tellings;
}

/** Selects `measure, period, count` of some such counts in each period, numbered from 1: the threads of a period are read once for all. */
export function countThreads(
  scope: Scope,
  periods: readonly Period[],
  asked: readonly ThreadCount[],
): Prisma.Sql {
  const columns = asked.map((measure, place) => Prisma.sql`${tellings[measure]} as ${column(place)}`);
  const rows = asked.map((measure, place) => Prisma.sql`(${measure}::text, n.${column(place)}::int)`);
  const kinds = asked.includes('messagesReceived')
    ? Prisma.sql`t.kind in ('customer', 'reply')`
    : Prisma.sql`t.kind = 'reply'`;
  return Prisma.sql`
    select v.measure, n.period, v.count
    from (
      select t.period, ${Prisma.join(columns)} from (${threadsIn(scope, timesOf(periods), kinds)}) t group by t.period
    ) n
    cross join lateral (values ${Prisma.join(rows)}) v (measure, count)`;
}

const column = (place: number): Prisma.Sql => Prisma.raw(`count_${place}`);
