import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { id } from '../answers.ts';
import { save } from '../run.ts';
import { instant } from './conversations.ts';
import { readRows, type Seen, type TablesRun } from './run.ts';
import { fetchConversations } from './store.ts';

// Rows that commit late have lower ids than others that are seen already, and earlier times.
const conversationsBack = 1000;
const messagesBack = 5000;
const secondsBack = 600;
const ratingSecondsBack = 900;

const mostRows = 50_000;

const startRow = z.object({ now: z.number(), conversationId: z.int(), messageId: z.int() });

/** From where on is looked for what comes after this moment. */
export async function readStart(run: TablesRun): Promise<Partial<TablesRun['state']['tables']>> {
  const [start] = await readRows(
    run,
    startRow,
    Prisma.sql`
      select date_part('epoch', clock_timestamp()) as now,
        (select coalesce(max(id), 0) from conversations) as "conversationId",
        (select coalesce(max(id), 0) from messages) as "messageId"`,
  );
  if (!start) throw new Error('the start is one row');
  const { now, ...ids } = start;
  return {
    ...ids,
    eventsFrom: now - secondsBack,
    ratingsFrom: now - ratingSecondsBack,
    updatedFrom: now - secondsBack,
  };
}

const freshRow = z.object({ id: z.int(), conversationId: id });
type Fresh = z.output<typeof freshRow>;

/** Copies the conversations of rows that have come since, by their ids: times may be of long ago where something is imported. */
export async function followNew(run: TablesRun): Promise<void> {
  const { state, options, seen } = run;
  const { tables } = state;
  const start = await readStart(run);
  const conversations = await readBehind(
    run,
    tables.conversationId - conversationsBack,
    (after) => Prisma.sql`
    select id, id as "conversationId" from conversations where account_id = ${options.account} and id > ${after}`,
  );
  const messages = await readBehind(
    run,
    tables.messageId - messagesBack,
    (after) => Prisma.sql`
    select id, conversation_id as "conversationId" from messages where account_id = ${options.account} and id > ${after}`,
  );
  const events = await readRows(
    run,
    freshRow,
    Prisma.sql`
      select id, conversation_id as "conversationId" from reporting_events
      where account_id = ${options.account} and name in ('conversation_resolved', 'conversation_opened')
        and created_at >= ${instant(tables.eventsFrom)} and conversation_id is not null`,
  );
  const found = { conversations, messages, events };
  await fetchConversations(run, unseen(seen, found));
  for (const [kind, rows] of Object.entries(found))
    seen[kind as keyof Seen] = new Set(rows.map((row) => row.id));
  Object.assign(tables, {
    conversationId: start.conversationId,
    messageId: start.messageId,
    eventsFrom: start.eventsFrom,
  });
  state.polledAt = run.time.now();
  await save(run);
}

/** Rows behind an id, however many. */
async function readBehind(
  run: TablesRun,
  last: number,
  select: (after: number) => Prisma.Sql,
): Promise<Fresh[]> {
  const all: Fresh[] = [];
  for (let after = last; ; ) {
    const rows = await readRows(run, freshRow, Prisma.sql`${select(after)} order by id limit ${mostRows}`);
    for (const row of rows) all.push(row);
    const end = rows.at(-1);
    if (!end || rows.length < mostRows) return all;
    after = end.id;
  }
}

function unseen(seen: Seen, found: { readonly [Kind in keyof Seen]: readonly Fresh[] }): number[] {
  const ids = (Object.keys(seen) as (keyof Seen)[]).flatMap((kind) =>
    found[kind].filter((row) => !seen[kind].has(row.id)).map(({ conversationId }) => conversationId),
  );
  return [...new Set(ids)].sort((one, other) => one - other);
}

const conversationRow = z.object({ conversationId: id });

/** Copies conversations whose ratings came or changed. */
export async function followRatings(run: TablesRun): Promise<void> {
  const { state, options } = run;
  const { ratingsFrom } = await readStart(run);
  const rows = await readRows(
    run,
    conversationRow,
    Prisma.sql`
      select distinct conversation_id as "conversationId" from csat_survey_responses
      where account_id = ${options.account} and updated_at >= ${instant(state.tables.ratingsFrom)}`,
  );
  await fetchConversations(run, idsOf(rows));
  Object.assign(state.tables, { ratingsFrom });
}

function idsOf(rows: readonly z.output<typeof conversationRow>[]): number[] {
  return rows.map(({ conversationId }) => conversationId).sort((one, other) => one - other);
}

/** There is no index for it: it is done more rarely where it takes longer. */
const slowMilliseconds = 2000;

/** Copies conversations that Chatwoot says were changed. */
export async function followUpdated(run: TablesRun): Promise<void> {
  const { state, options, time } = run;
  const { updatedFrom } = await readStart(run);
  const startedAt = time.now();
  const rows = await readRows(
    run,
    conversationRow,
    Prisma.sql`
      select id as "conversationId" from conversations
      where account_id = ${options.account} and updated_at >= ${instant(state.tables.updatedFrom)}`,
  );
  const isSlow = time.now() - startedAt > slowMilliseconds;
  await fetchConversations(run, idsOf(rows));
  Object.assign(state.tables, { updatedFrom, isSlow });
}
