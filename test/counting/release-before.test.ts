import { afterEach, beforeEach, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { markStale } from '../../src/counting/ahead/stale.ts';
import type { Database } from '../../src/database/client.ts';
import { dayCalendar } from '../../src/period/days.ts';
import { createAccount } from '../harness/account.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';

// The release before goes on beside this one for a while. It counts in tables of its own and knows nothing of those of this one: what it
// does is done here as it does it.
let database: Database;

const recordOf = (createdAt: string): object => ({
  type: 'conversation',
  id: '1',
  number: 1,
  mailboxId: 'm1',
  conversationType: 'email',
  channel: 'web',
  status: 'open',
  createdAt,
});
const mailbox = { type: 'mailbox', id: 'm1', name: 'Help' };
const firstDay = 20_469; // 2026-01-16

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

async function fill(): Promise<void> {
  // In Berlin it is the 16th by then.
  await createAccount(database, 'acme', { records: [mailbox, recordOf('2026-01-15T23:30:00Z')] });
  await refreshRollups(database);
}

async function conversations(): Promise<unknown> {
  const { body } = await clientOf(
    database,
    await tokenFor(database, 'acme'),
  )(`{
    conversationsByStatusReport(period: { start: "2026-01-01T00:00:00Z", end: "2026-03-01T00:00:00Z" }) { current { total } }
  }`);
  expect(body.errors).toBeUndefined();
  return body.data;
}

const one = { conversationsByStatusReport: { current: { total: 1 } } };

test('of months that it counted when they had nothing left, nothing is left', async () => {
  await fill();
  const account = { type: 'account', id: 'acme', name: 'acme', timeZone: 'Europe/Berlin', plan: 'PRO' };
  await importRecords(database, [account, recordOf('2026-02-15T12:00:00Z')]);
  await database.prisma.staleDay.deleteMany({ where: { accountKey: 1 } });
  await database.prisma.countedMeasure.deleteMany({ where: { accountKey: 1 } });
  expect(await conversations()).toEqual(one);
  await refreshRollups(database);
  expect(await conversations()).toEqual(one);
});

test('where it has changed the zone, the days of the other zone are not believed', async () => {
  await fill();
  await database.prisma.$transaction(async (client) => {
    await client.$executeRaw`update accounts set time_zone = 'UTC' where key = ${1}`;
    await client.$executeRaw`update conversations set touched_days = array[${firstDay - 1}::int] where account_key = ${1}`;
    await markStale(client, 1, new Set([firstDay - 1]), dayCalendar('UTC'));
  });
  expect(await conversations()).toEqual(one);
  await refreshRollups(database);
  expect(await conversations()).toEqual(one);
});

test('an account has nothing that is left of one that it removed, whose key it has', async () => {
  await database.prisma.$executeRaw`
    insert into monthly_counts (account_key, measure, mailbox_key, type, user_key, unit, month, days, keys, labels, previous_days, counts)
    values (${1}, 'createdByStatus', 0, '', 0, 'day', 20454, '{20460}', '{0}', '{open}', '{-2147483648}', '{7}')`;
  await fill();
  expect(await conversations()).toEqual(one);
});

test('what it has counted is gone once this one counts, so that it does not believe what was counted before', async () => {
  await createAccount(database, 'acme', { records: [mailbox, recordOf('2026-01-15T23:30:00Z')] });
  const { prisma } = database;
  await prisma.$executeRaw`
    insert into rollups (account_key, measure, part, unit, month) values (${1}, 'createdByStatus', 0, 'day', 20454)`;
  await refreshRollups(database);
  expect(await prisma.rollup.count({ where: { accountKey: 1 } })).toBe(0);
});
