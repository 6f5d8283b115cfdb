import { expect, test } from 'vitest';
import { z } from 'zod';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { freshDatabase } from '../harness/database.ts';
import { importLines } from '../harness/import.ts';
import { type Explained, nodesOf, plansIn } from '../harness/plan.ts';

const end = new Date('2026-01-01T00:00:00Z');

// Any index that begins with the account seems as good until then, and each row was looked up in all that the account has.
test('the planner knows of an account that came beside another one once it is counted, or while much of it is stored', async () => {
  const database = await freshDatabase();
  // A server may look for itself at any moment, and would know of the account before.
  await database.prisma.$executeRaw`alter table conversations set (autovacuum_enabled = false)`;
  await importHelpdesk(database, 'first', 2500);
  await database.prisma.$executeRaw`analyze`;
  await importHelpdesk(database, 'second', 2100);
  expect(await expectedConversations(database, 'second')).toBeLessThan(10);
  await refreshRollups(database);
  expect(await expectedConversations(database, 'second')).toBeGreaterThan(1000);
  await importHelpdesk(database, 'third', 5000);
  expect(await expectedConversations(database, 'third')).toBeGreaterThan(1000);
  await database.close();
});

// Of an account that it knows nothing of the planner expects one row, by any index.
test('the blocks of a customer are looked up by customer, whatever the planner knows of the account', async () => {
  const database = await freshDatabase();
  const { prisma } = database;
  const fill = (accountKey: number) => prisma.$executeRaw`
    insert into busy_customers (account_key, mailbox_key, type, block, customer_key, conversations)
    select ${accountKey}::int, 0, '', 55, k, 9 from generate_series(1, 5000) as k`;
  await prisma.$executeRaw`alter table busy_customers set (autovacuum_enabled = false)`;
  await fill(1);
  await prisma.$executeRaw`analyze busy_customers`;
  await fill(2);
  for (const accountKey of [1, 2]) {
    const plans = await prisma.$queryRaw<Explained>`
      explain (format json) select from busy_customers r
      where r.account_key = ${accountKey}::int and r.mailbox_key = 0 and r.type = '' and r.customer_key = ${7}::int`;
    const indexes = plansIn(plans)
      .flatMap(nodesOf)
      .flatMap((node) => node['Index Name'] ?? []);
    expect(indexes).toEqual(['busy_customers_pkey']);
  }
  await database.close();
});

async function importHelpdesk(database: Database, account: string, conversations: number): Promise<void> {
  await importLines(database, generateHelpdesk({ conversations, seed: 1, end, days: 60, account }));
}

async function expectedConversations({ prisma }: Database, id: string): Promise<number> {
  const { key } = await prisma.account.findUniqueOrThrow({ where: { id }, select: { key: true } });
  const rows = await prisma.$queryRaw`
    explain (format json) select from conversations where account_key = ${key}::int`;
  const plan = z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.int() }) })]) });
  const [row] = z.tuple([plan]).parse(rows);
  return row['QUERY PLAN'][0].Plan['Plan Rows'];
}
