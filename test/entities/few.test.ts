import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { fewOf } from '../../src/entities/conversation/few.ts';
import type { Scope } from '../../src/question/slice.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

test.each([
  ['conversations_mailbox_idx', { mailboxes: ['1'] }],
  ['conversations_assignee_idx', { assignees: ['1'], mailboxes: ['1'] }],
  ['conversations_team_idx', { teams: ['1'] }],
])('%s tells in order whether a filter leaves few conversations', async (index, filter) => {
  const few = fewOf({ account: { key: 1 }, visibleMailboxes: null, filter } as unknown as Scope);
  if (!few) throw new Error('nothing is looked at');
  const [, , rows] = await database.prisma.$transaction([
    database.prisma.$executeRaw`set local enable_seqscan = off`,
    // An index that the condition does not lead to would have to be sorted.
    database.prisma.$executeRaw`set local enable_sort = off`,
    database.prisma.$queryRaw<Record<string, string>[]>(
      Prisma.sql`explain with ${few.table} select count(*) from few`,
    ),
  ]);
  const plan = rows.flatMap((row) => Object.values(row)).join('\n');
  expect(plan).toContain(`using ${index} on conversations c`);
  expect(plan).not.toContain('Sort');
  // The entries of a key alone are read, not those behind them up to the limit.
  expect(plan).toMatch(/Index Cond: .* >= ROW\(.* < ROW\(/);
});
