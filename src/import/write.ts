import { setImmediate } from 'node:timers/promises';
import { areAllCustomersStale } from '../counting/ahead/lock.ts';
import {
  allCountedDays,
  countedDaysOf,
  markStale,
  nextReplyDays,
  type RepliedConversation,
} from '../counting/ahead/stale.ts';
import type { Copy } from '../database/copy.ts';
import { Prisma } from '../database/generated/client.ts';
import type { LockedAccount } from './account.ts';
import { conversations, type TimedConversation } from './conversations.ts';
import { type CopiedRows, copiedRows } from './copied.ts';
import { customers } from './customers.ts';
import { daysOf } from './days.ts';
import type { Placement } from './placement.ts';
import { ratings, ratingsOf } from './ratings.ts';
import { type ReplacedType, replacedTypes } from './references.ts';
import { replyTimesOf } from './reply-times.ts';
import { boundArray, replaceRows } from './sql.ts';
import { statusEventsOf } from './status-events.ts';
import { replaced } from './tables.ts';
import { fieldValues, fieldValuesOf, otherThreadsOf, replies, repliesOf, threads } from './threads.ts';

/** A statement, or rows to copy. */
type Step = Prisma.Sql | CopiedRows;

/** Rows of one statement: a conversation may have any number of threads. */
const rowsAtOnce = 10_000;

/** Stores what is placed, records that are stored already included, and marks what is counted ahead of it stale. */
export async function writePlaced(
  client: Prisma.TransactionClient,
  copy: Copy,
  { key: accountKey, officeClock, calendar }: LockedAccount,
  placement: Placement,
): Promise<void> {
  const stale = new Set(
    (await fieldsMove(client, accountKey, placement))
      ? await allCountedDays(client, accountKey, calendar)
      : [],
  );
  const placed = placement.placed('conversation').map(
    (row): TimedConversation => ({
      ...row,
      times: replyTimesOf(row.record, officeClock),
      days: daysOf(row.record, calendar, placement.keyOf),
      statusEvents: statusEventsOf(row.record.threads ?? []),
    }),
  );
  const replacedKeys = placement.replacedKeys('conversation');
  for (const { days, record } of placed) {
    for (const day of days.touched) stale.add(day);
    if (record.closedAt !== undefined && record.closedAt !== null) stale.add(calendar.dayOf(record.closedAt));
  }
  if (replacedKeys.length > 0)
    for (const day of await countedDaysOf(client, accountKey, replacedKeys, calendar)) stale.add(day);
  if (placed.length > 0 && !(await areAllCustomersStale(client, accountKey))) {
    const stored = placed.map((row) => repliedConversationOf(row, placement));
    for (const day of await nextReplyDays(client, accountKey, replacedKeys, stored)) stale.add(day);
  }
  await markStale(client, accountKey, stale, calendar);
  const store = (step: Step): Promise<unknown> =>
    step instanceof Prisma.Sql ? client.$executeRaw(step) : copy(step.target, step.rows);
  await storeAll(store, replacements(accountKey, placement, placed, replacedKeys));
}

function repliedConversationOf(
  { record, days }: TimedConversation,
  { keyOf }: Placement,
): RepliedConversation {
  return {
    customer_key: keyOf('customer', record.customerId),
    mailbox_key: keyOf('mailbox', record.mailboxId),
    type: record.conversationType,
    assignee_key: keyOf('user', record.assigneeId),
    team_key: keyOf('team', record.teamId),
    tag_keys: (record.tags ?? []).map((id) => keyOf('tag', id)),
    replied_days: days.replied,
    repliers: days.repliers,
  };
}

/** Runs steps one after the other, each of which is made while the one before runs. */
async function storeAll(store: (step: Step) => Promise<unknown>, steps: Iterable<Step>): Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  for (const step of steps) {
    await running;
    running = store(step);
    running.catch(() => {}); // It is awaited later on; until then it is not unhandled.
    await setImmediate(); // Only now it is on its way.
  }
  await running;
}

/** The steps that store what is placed, records that are stored already included. */
function* replacements(
  accountKey: number,
  placement: Placement,
  placed: readonly TimedConversation[],
  replacedKeys: readonly number[],
): Generator<Step> {
  const { keyOf } = placement;
  for (const type of replacedTypes) yield* replaceInPlace(accountKey, type, placement);
  yield* replaceCustomers(accountKey, placement);
  if (placed.length === 0) return;
  if (replacedKeys.length > 0) yield* deleteConversations(accountKey, replacedKeys);
  yield copiedRows(accountKey, conversations, placed, keyOf);
  for (const rows of slicesOf(repliesOf(placed))) yield copiedRows(accountKey, replies, rows, keyOf);
  for (const rows of slicesOf(otherThreadsOf(placed))) yield copiedRows(accountKey, threads, rows, keyOf);
  for (const rows of slicesOf(fieldValuesOf(placed))) yield copiedRows(accountKey, fieldValues, rows, keyOf);
  for (const rows of slicesOf(ratingsOf(placed))) yield copiedRows(accountKey, ratings, rows, keyOf);
}

/** Deletes conversations with all that they have, before others take their keys: rows cannot be copied over others. */
function* deleteConversations(accountKey: number, keys: readonly number[]): Generator<Step> {
  yield deleteRows(accountKey, conversations, Prisma.sql`key`, keys);
  for (const table of [threads, fieldValues, ratings])
    yield deleteRows(accountKey, table, Prisma.sql`conversation_key`, keys);
}

function* replaceCustomers(accountKey: number, { placed, replacedKeys, keyOf }: Placement): Generator<Step> {
  const keys = replacedKeys('customer');
  if (keys.length > 0) yield deleteRows(accountKey, customers, Prisma.sql`key`, keys);
  for (const rows of slicesOf(placed('customer'))) yield copiedRows(accountKey, customers, rows, keyOf);
}

/** An array from a subquery is evaluated once, not for each row that a scan looks at. */
function deleteRows(
  accountKey: number,
  { name }: { readonly name: Prisma.Sql },
  column: Prisma.Sql,
  keys: readonly number[],
): Prisma.Sql {
  const deleted = Prisma.sql`array(select unnest(${boundArray(Prisma.sql`int`, keys)}))`;
  return Prisma.sql`delete from ${name} where account_key = ${accountKey} and ${column} = any(${deleted})`;
}

function* replaceInPlace<Type extends ReplacedType>(
  accountKey: number,
  type: Type,
  { placed, keyOf }: Placement,
): Generator<Step> {
  const rows = placed(type);
  if (rows.length > 0) yield replaceRows(accountKey, replaced[type], rows, keyOf);
}

/** Whether a custom field comes to another mailbox or type than it has, so that all of its answers are counted otherwise. */
async function fieldsMove(
  client: Prisma.TransactionClient,
  accountKey: number,
  { placed, keyOf }: Placement,
): Promise<boolean> {
  const fields = placed('customField');
  if (fields.length === 0) return false;
  const moved = await client.$queryRaw<unknown[]>`
    select f.key
    from unnest(
      ${fields.map(({ key }) => key)}::int[], ${fields.map(({ record }) => keyOf('mailbox', record.mailboxId))}::int[],
      ${fields.map(({ record }) => record.fieldType)}::text[]
    ) as n (key, mailbox_key, field_type)
    join custom_fields f on f.account_key = ${accountKey} and f.key = n.key
    where f.mailbox_key <> n.mailbox_key or f.field_type::text <> n.field_type`;
  return moved.length > 0;
}

function* slicesOf<Item>(items: Iterable<Item>): Generator<Item[]> {
  let slice: Item[] = [];
  for (const item of items) {
    slice.push(item);
    if (slice.length < rowsAtOnce) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
