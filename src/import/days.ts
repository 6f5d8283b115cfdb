import { z } from 'zod';
import { countFromNothing } from '../counting/ahead/counted.ts';
import { allCountedDays, markStale } from '../counting/ahead/stale.ts';
import { Prisma } from '../database/generated/client.ts';
import { microsOf } from '../database/read.ts';
import type { DayCalendar } from '../period/days.ts';
import type { RecordOf } from './record.ts';
import { arrayLiteral, boundArray, type KeyOf } from './sql.ts';

/**
 * The days, in order, on which a conversation was created or has a thread, and those on which it has a reply: one for each user
 * who sent any on that day, whose key stands in the same place of `repliers`.
 */
export interface ConversationDays {
  readonly touched: readonly number[];
  readonly replied: readonly number[];
  readonly repliers: readonly number[];
}

export function daysOf(
  { createdAt, threads }: Pick<RecordOf<'conversation'>, 'createdAt' | 'threads'>,
  { dayOf }: DayCalendar,
  keyOf: KeyOf,
): ConversationDays {
  const touched = new Set([dayOf(createdAt)]);
  const replies: Reply[] = [];
  for (const thread of threads ?? []) {
    const day = dayOf(thread.createdAt);
    touched.add(day);
    const userKey = thread.kind === 'reply' ? keyOf('user', thread.userId) : null;
    if (userKey !== null) replies.push({ day, userKey });
  }
  return { touched: inOrder(touched), ...repliersOf(replies) };
}

interface Reply {
  readonly day: number;
  readonly userKey: number;
}

function repliersOf(replies: Reply[]): Pick<ConversationDays, 'replied' | 'repliers'> {
  const each = replies
    .sort((one, other) => one.day - other.day || one.userKey - other.userKey)
    .filter(({ day, userKey }, index) => {
      const before = replies[index - 1];
      return before?.day !== day || before.userKey !== userKey;
    });
  return { replied: each.map(({ day }) => day), repliers: each.map(({ userKey }) => userKey) };
}

function inOrder(days: Iterable<number>): number[] {
  return [...days].sort((one, other) => one - other);
}

/** An account may have any number of conversations: so many are read, and written, at a time. */
const rowsAtOnce = 5000;

/** Instants are microseconds since 1970. */
const storedConversation = z.object({
  key: z.int(),
  touched: z.array(z.bigint()),
  replied: z.array(z.bigint()),
  repliers: z.array(z.int()),
});

type StoredConversation = z.infer<typeof storedConversation>;

/** Computes the days of all conversations of an account anew, whose time zone has changed, and counts none ahead of time. */
export async function rewriteDays(
  client: Prisma.TransactionClient,
  accountKey: number,
  calendar: DayCalendar,
): Promise<void> {
  for (let last = 0; ; ) {
    const rows = await readConversations(client, accountKey, last);
    const days = rows.map(({ touched, replied, repliers }) => ({
      touched: inOrder(new Set(touched.map(calendar.dayOf))),
      ...repliersOf(
        repliers.map((userKey, place) => ({ day: calendar.dayOf(replied[place] ?? 0n), userKey })),
      ),
    }));
    await updateDays(client, accountKey, rows, days);
    const next = rows.at(-1)?.key;
    if (next === undefined) break;
    last = next;
  }
  await countFromNothing(client, accountKey);
  await markStale(client, accountKey, new Set(await allCountedDays(client, accountKey, calendar)), calendar);
}

/** The next conversations after a key, with all instants at which they were touched, and replied to by whom. */
async function readConversations(
  client: Prisma.TransactionClient,
  accountKey: number,
  after: number,
): Promise<StoredConversation[]> {
  const rows = await client.$queryRaw`
    select c.key, ${microsOf(Prisma.sql`c.created_at`)} || instants.touched as touched, instants.replied, instants.repliers
    from conversations c
    cross join lateral (
      select coalesce(array_agg(t.micros), '{}') as touched,
        coalesce(array_agg(t.micros) filter (where t.kind = 'reply'), '{}') as replied,
        coalesce(array_agg(t.user_key) filter (where t.kind = 'reply'), '{}') as repliers
      from (
        select t.kind, t.user_key, ${microsOf(Prisma.sql`t.created_at`)} as micros
        from threads t
        where t.account_key = ${accountKey} and t.conversation_key = c.key
      ) t
    ) instants
    where c.account_key = ${accountKey} and c.key > ${after}
    order by c.key
    limit ${rowsAtOnce}`;
  return z.array(storedConversation).parse(rows);
}

async function updateDays(
  client: Prisma.TransactionClient,
  accountKey: number,
  rows: readonly StoredConversation[],
  days: readonly ConversationDays[],
): Promise<void> {
  const keys = rows.map(({ key }) => key);
  const touched = days.map((of) => arrayLiteral(of.touched));
  const replied = days.map((of) => arrayLiteral(of.replied));
  const repliers = days.map((of) => arrayLiteral(of.repliers));
  await client.$executeRaw`
    update conversations c set touched_days = n.touched::int[], replied_days = n.replied::int[],
      repliers = n.repliers::int[]
    from unnest(
      ${boundArray(Prisma.sql`int`, keys)}, ${boundArray(Prisma.sql`text`, touched)},
      ${boundArray(Prisma.sql`text`, replied)}, ${boundArray(Prisma.sql`text`, repliers)}
    ) as n (key, touched, replied, repliers)
    where c.account_key = ${accountKey} and c.key = n.key`;
}
