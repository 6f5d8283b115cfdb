import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Hook } from './hooks.ts';

const hookRow = z.object({
  key: z.string(),
  url: z.string(),
  sourceId: z.string(),
  secret: z.string().nullable(),
});

/** The webhook of an account; undefined where it has none. */
export async function readHook(database: Database, accountKey: number): Promise<Hook | undefined> {
  const [hook] = await readRows(
    database,
    Prisma.sql`
      select key, url, source_id as "sourceId", secret from connection_hooks where account_key = ${accountKey}`,
    hookRow,
  );
  return hook;
}

/** Stores a webhook in place of the account's former one. */
export async function saveHook({ prisma }: Database, accountKey: number, hook: Hook): Promise<void> {
  const { key, url, sourceId, secret } = hook;
  await prisma.connectionHook.upsert({
    where: { accountKey },
    create: { accountKey, key, url, sourceId, secret },
    update: { key, url, sourceId, secret },
  });
}

const receiverRow = z.object({
  key: z.string(),
  secret: z.string().nullable(),
  accountKey: z.int(),
  source: z.string(),
  settings: z.unknown(),
});

/** A webhook with the connection that it belongs to. */
export type Receiver = z.output<typeof receiverRow>;

/** Goes through the webhooks of all accounts, whose keys are compared here. */
export const selectReceivers = Prisma.sql`
  select h.account_key as "accountKey", c.source, c.settings, h.key, h.secret
  from connection_hooks h join connections c on c.account_key = h.account_key`;

/** The webhooks of a source that have this key: of each name that one account is connected under. It takes as long for each key. */
export async function readReceivers(database: Database, source: string, key: string): Promise<Receiver[]> {
  const receivers = await readRows(database, selectReceivers, receiverRow);
  const given = digestOf(key);
  return receivers.filter((one) => timingSafeEqual(digestOf(one.key), given) && one.source === source);
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Remembers that a delivery came. */
export async function saveDelivery({ prisma }: Database, accountKey: number, at: number): Promise<void> {
  await prisma.connectionHook.updateMany({ where: { accountKey }, data: { deliveredAt: new Date(at) } });
}

/** When the last delivery came, milliseconds since 1970; null where none has, undefined where there is no webhook. */
export async function readDeliveredAt(
  { prisma }: Database,
  accountKey: number,
): Promise<number | null | undefined> {
  const hook = await prisma.connectionHook.findUnique({
    where: { accountKey },
    select: { deliveredAt: true },
  });
  return hook ? (hook.deliveredAt?.getTime() ?? null) : undefined;
}
