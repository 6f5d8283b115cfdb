import { expect, test } from 'vitest';
import { z } from 'zod';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { freshDatabase } from '../harness/database.ts';
import { importLines } from '../harness/import.ts';

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

test('the planner knows of the blocks of customers once they are counted', async () => {
  const database = await freshDatabase();
  await database.prisma.$executeRaw`alter table customer_blocks set (autovacuum_enabled = false)`;
  await importHelpdesk(database, 'first', 12_000);
  await refreshRollups(database);
  expect(await expectedRows(database, Prisma.sql`customer_blocks`, 'first')).toBeGreaterThan(1000);
  await database.close();
});

async function importHelpdesk(database: Database, account: string, conversations: number): Promise<void> {
  await importLines(database, generateHelpdesk({ conversations, seed: 1, end, days: 60, account }));
}

function expectedConversations(database: Database, id: string): Promise<number> {
  return expectedRows(database, Prisma.sql`conversations`, id);
}

async function expectedRows({ prisma }: Database, table: Prisma.Sql, id: string): Promise<number> {
  const { key } = await prisma.account.findUniqueOrThrow({ where: { id }, select: { key: true } });
  const rows = await prisma.$queryRaw`
    explain (format json) select from ${table} where account_key = ${key}::int`;
  const plan = z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.int() }) })]) });
  const [row] = z.tuple([plan]).parse(rows);
  return row['QUERY PLAN'][0].Plan['Plan Rows'];
}
