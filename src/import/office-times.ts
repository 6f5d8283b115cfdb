import { z } from 'zod';
import { ConversationStatus, Prisma, ThreadKind } from '../database/generated/client.ts';
import { microsOf } from '../database/read.ts';
import type { Clock } from '../period/clock.ts';
import { firstResponseOf } from './conversations.ts';
import { type ReplyTimes, replyTimesOf } from './reply-times.ts';
import { boundArray } from './sql.ts';

// An account may have any number of threads: they are read, and what they decide is written, 10,000 at a time.
const fetchThreads = Prisma.sql`fetch 10000 from stored_threads`;

/** A message or a reply. Instants are microseconds since 1970. */
const storedThread = z.object({
  conversationKey: z.int(),
  position: z.int(),
  kind: z.enum(ThreadKind),
  userId: z.string().nullable(),
  createdAt: z.bigint(),
  conversationStatus: z.enum(ConversationStatus),
  conversationCreatedAt: z.bigint(),
  conversationClosedAt: z.bigint().nullable(),
});

type StoredThread = z.infer<typeof storedThread>;

interface StoredConversation {
  readonly key: number;
  readonly status: ConversationStatus;
  readonly createdAt: bigint;
  readonly closedAt: bigint | null;
  readonly threads: StoredThread[];
}

type RewrittenConversation = StoredConversation & { readonly times: ReplyTimes<StoredThread> };

/** Computes the times within office hours of all conversations of an account anew, by the clock `office`. */
export async function rewriteOfficeTimes(
  client: Prisma.TransactionClient,
  accountKey: number,
  office: Clock,
): Promise<void> {
  for await (const stored of storedConversations(client, accountKey)) {
    const rewritten = stored.map((conversation) => ({
      ...conversation,
      times: replyTimesOf(conversation, office),
    }));
    await client.$executeRaw(updateReplies(accountKey, rewritten));
    await client.$executeRaw(updateConversations(accountKey, rewritten));
  }
}

/** Whole conversations in the order of their keys, so many as one fetch completes. */
async function* storedConversations(
  client: Prisma.TransactionClient,
  accountKey: number,
): AsyncGenerator<StoredConversation[]> {
  // A cursor plans and sorts once, whatever the database knows of the tables: they may just have been filled.
  await client.$executeRaw(declareThreads(accountKey));
  let last: StoredConversation | undefined;
  let rows: StoredThread[];
  do {
    rows = z.array(storedThread).parse(await client.$queryRaw(fetchThreads));
    const whole: StoredConversation[] = [];
    for (const row of rows) {
      if (last?.key !== row.conversationKey) {
        if (last) whole.push(last);
        last = conversationOf(row);
      }
      last.threads.push(row);
    }
    yield whole;
  } while (rows.length > 0);
  if (last) yield [last];
  await client.$executeRaw`close stored_threads`;
}

function conversationOf(row: StoredThread): StoredConversation {
  return {
    key: row.conversationKey,
    status: row.conversationStatus,
    createdAt: row.conversationCreatedAt,
    closedAt: row.conversationClosedAt,
    threads: [],
  };
}

function declareThreads(accountKey: number): Prisma.Sql {
  return Prisma.sql`
    declare stored_threads no scroll cursor for
    select t.conversation_key as "conversationKey", t.position, t.kind::text, t.user_key::text as "userId",
      ${microsOf(Prisma.sql`t.created_at`)} as "createdAt", c.status::text as "conversationStatus",
      ${microsOf(Prisma.sql`c.created_at`)} as "conversationCreatedAt",
      ${microsOf(Prisma.sql`c.closed_at`)} as "conversationClosedAt"
    from threads t
    join conversations c on c.account_key = t.account_key and c.key = t.conversation_key
    where t.account_key = ${accountKey} and t.kind in ('customer', 'reply')
    order by t.conversation_key, t.position`;
}

function updateReplies(accountKey: number, rewritten: readonly RewrittenConversation[]): Prisma.Sql {
  const replies = rewritten.flatMap(({ times: { responses, resolve } }) =>
    Array.from(responses, ([thread, times]) => ({ ...thread, ...times, resolve })),
  );
  const keys = replies.map(({ conversationKey }) => conversationKey);
  const positions = replies.map(({ position }) => position);
  const responses = replies.map(({ response }) => response?.officeSeconds);
  const firstResponses = replies.map(({ firstResponse }) => firstResponse?.officeSeconds);
  const resolves = replies.map(({ resolve }) => resolve?.officeSeconds);
  return Prisma.sql`
    update threads t set office_response_seconds = n.response, office_first_response_seconds = n.first_response,
      office_resolve_seconds = n.resolve
    from unnest(
      ${boundArray(Prisma.sql`int`, keys)}, ${boundArray(Prisma.sql`int`, positions)},
      ${boundArray(Prisma.sql`bigint`, responses)}, ${boundArray(Prisma.sql`bigint`, firstResponses)},
      ${boundArray(Prisma.sql`bigint`, resolves)}
    ) as n (key, position, response, first_response, resolve)
    where t.account_key = ${accountKey} and t.conversation_key ${within(rewritten)}
      and t.conversation_key = n.key and t.position = n.position
      and (t.office_response_seconds, t.office_first_response_seconds, t.office_resolve_seconds)
        is distinct from (n.response, n.first_response, n.resolve)`;
}

function updateConversations(accountKey: number, rewritten: readonly RewrittenConversation[]): Prisma.Sql {
  const firstResponses = rewritten.map(({ times }) => firstResponseOf(times)?.officeSeconds);
  const resolves = rewritten.map(({ times }) => times.resolve?.officeSeconds);
  return Prisma.sql`
    update conversations c set office_first_response_seconds = n.first_response, office_resolve_seconds = n.resolve
    from unnest(
      ${boundArray(
        Prisma.sql`int`,
        rewritten.map(({ key }) => key),
      )}, ${boundArray(Prisma.sql`bigint`, firstResponses)},
      ${boundArray(Prisma.sql`bigint`, resolves)}
    ) as n (key, first_response, resolve)
    where c.account_key = ${accountKey} and c.key ${within(rewritten)} and c.key = n.key
      and (c.office_first_response_seconds, c.office_resolve_seconds) is distinct from (n.first_response, n.resolve)`;
}

// Keeps a statement to its part of the account, whatever plan it gets.
function within(rewritten: readonly RewrittenConversation[]): Prisma.Sql {
  return Prisma.sql`between ${rewritten[0]?.key ?? 0} and ${rewritten.at(-1)?.key ?? 0}`;
}
