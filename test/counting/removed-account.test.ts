import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeConnection } from '../../src/connect/remove.ts';
import { refreshMonth } from '../../src/counting/ahead/count.ts';
import { beginCounting } from '../../src/counting/ahead/counted.ts';
import type { Database } from '../../src/database/client.ts';
import type { Prisma } from '../../src/database/generated/client.ts';
import { patience } from '../../src/database/patience.ts';
import { createAccount } from '../harness/account.ts';
import { freshDatabase } from '../harness/database.ts';
import { untilSomebodyWaits } from '../harness/waiting.ts';

// The next account has the key of one that was the last and is removed: nothing that is counted may outlive an account.
let database: Database;
let accountKey: number;

const records = [
  { type: 'mailbox', id: 'm1', name: 'Help' },
  {
    type: 'conversation',
    id: '1',
    number: 1,
    mailboxId: 'm1',
    conversationType: 'email',
    channel: 'web',
    status: 'open',
    createdAt: '2026-01-15T12:00:00Z',
  },
];

beforeEach(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { records });
  accountKey = (await database.prisma.account.findUniqueOrThrow({ where: { id: 'acme' } })).key;
});

afterEach(() => database.close());

/** Removes the account while something is being counted of it that has not ended yet. */
async function removeDuring(counting: (client: Prisma.TransactionClient) => Promise<unknown>): Promise<void> {
  let removal: Promise<void> = Promise.resolve();
  await database.prisma.$transaction(async (client) => {
    await counting(client);
    removal = removeConnection(database, { accountKey }, { keepsData: false });
    // By now the removal has deleted what it need not wait for.
    await untilSomebodyWaits(client);
  }, patience);
  await removal;
}

async function leftOver(): Promise<number[]> {
  const { monthlyCounts, weeklyTimes, busyCustomer, staleDay, countedMeasure, rollup } = database.prisma;
  const where = { accountKey };
  return Promise.all([
    monthlyCounts.count({ where }),
    weeklyTimes.count({ where }),
    busyCustomer.count({ where }),
    staleDay.count({ where }),
    countedMeasure.count({ where }),
    rollup.count({ where }),
  ]);
}

test('days that are being counted while their account is removed leave nothing', async () => {
  const { month } = await database.prisma.staleDay.findFirstOrThrow({ where: { accountKey } });
  await removeDuring((client) => refreshMonth(client, accountKey, month));
  expect(await leftOver()).toEqual([0, 0, 0, 0, 0, 0]);
});

test('measures that begin to be counted while their account is removed leave nothing', async () => {
  await removeDuring((client) => beginCounting(client, accountKey));
  expect(await leftOver()).toEqual([0, 0, 0, 0, 0, 0]);
});

test('an account that is removed before it is counted is left out', async () => {
  await removeConnection(database, { accountKey }, { keepsData: false });
  expect(await database.prisma.$transaction((client) => beginCounting(client, accountKey))).toBe(false);
  expect(await leftOver()).toEqual([0, 0, 0, 0, 0, 0]);
});
