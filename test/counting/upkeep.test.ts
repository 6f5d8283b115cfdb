import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { selectUncountedAccounts } from '../../src/counting/ahead/counted.ts';
import { refreshRollups, selectStaleMonths } from '../../src/counting/ahead/refresh.ts';
import { keepRollupsFresh } from '../../src/counting/ahead/upkeep.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { freshDatabase } from '../harness/database.ts';
import { dumpWithRollups } from '../harness/dump.ts';
import { importLines, importRecords } from '../harness/import.ts';
import { recordStatements } from '../harness/statements.ts';
import { account, fullConversation, masters } from '../import/helpdesk.ts';

test('a server counts what an import left uncounted', async () => {
  const database = await freshDatabase();
  await importRecords(database, [account, ...masters, fullConversation]);
  expect(await dumpWithRollups(database)).toMatchObject({
    monthly_counts: [],
    stale_days: [{ subject: 'conversations' }, { subject: 'customers' }],
  });
  const stop = keepRollupsFresh(database, 10, (error) => expect.unreachable(String(error)));
  await vi.waitFor(async () => expect((await dumpWithRollups(database)).stale_days).toEqual([]), 20_000);
  await stop();
  const { monthly_counts: rollups } = await dumpWithRollups(database);
  expect(new Set(rollups.map((row) => (row as { measure: string }).measure))).toContain('touchedByTag');
  await database.close();
});

test('what was marked by a clock that was ahead is counted as well', async () => {
  const database = await freshDatabase();
  await importRecords(database, [account, ...masters, fullConversation]);
  await database.prisma.$executeRaw`
    update stale_days set marked_at = now() + interval '1 day' where account_key = ${1}`;
  const stop = keepRollupsFresh(database, 10, (error) => expect.unreachable(String(error)));
  await vi.waitFor(async () => expect((await dumpWithRollups(database)).stale_days).toEqual([]), 20_000);
  await stop();
  await database.close();
});

test('what was marked just now waits', async () => {
  const database = await freshDatabase();
  await importRecords(database, [account, ...masters, fullConversation]);
  await refreshRollups(database, { quietSeconds: 3600 });
  expect(await dumpWithRollups(database)).toMatchObject({
    monthly_counts: [],
    stale_days: [{ subject: 'conversations' }, { subject: 'customers' }],
  });
  await database.close();
});

test('what the last batches of an import have marked waits for its end', async () => {
  const database = await freshDatabase();
  const end = new Date('2026-01-01T00:00:00Z');
  await importLines(
    database,
    generateHelpdesk({ conversations: 30, seed: 5, end, days: 90, account: 'acme' }),
  );
  const months = async (): Promise<number[]> => {
    const where = { accountKey: 1, subject: 'conversations' };
    const groups = await database.prisma.staleDay.groupBy({
      by: ['month'],
      where,
      orderBy: { month: 'asc' },
    });
    return groups.map(({ month }) => month);
  };
  const [first, ...later] = await months();
  expect(later.length).toBeGreaterThan(0);
  // Batches that took long: the last began half a minute ago, and the first month is of one a minute before.
  await database.prisma.$executeRaw`
    update stale_days set marked_at = now() - case month when ${first} then interval '90 s' else interval '30 s' end
    where account_key = ${1}`;
  await refreshRollups(database, { quietSeconds: 1, whileImporting: true });
  expect(await months()).toEqual(later);
  await refreshRollups(database, { quietSeconds: 1 });
  expect(await months()).toEqual([]);
  await database.close();
});

test('requests are read between the steps of a server', async () => {
  const database = await freshDatabase();
  const end = new Date('2026-01-01T00:00:00Z');
  const lines = generateHelpdesk({ conversations: 300, seed: 5, end, days: 300, account: 'acme' });
  await importRecords(
    database,
    Array.from(lines, (line) => JSON.parse(line)),
  );
  await database.prisma
    .$executeRaw`update stale_days set marked_at = now() - interval '1 hour' where account_key = ${1}`;
  const staleMonths = async (): Promise<number> =>
    (await database.prisma.staleDay.groupBy({ by: ['month'], where: { accountKey: 1 } })).length;
  const before = await staleMonths();
  expect(before).toBeGreaterThan(8);
  const stop = keepRollupsFresh(database, 0, (error) => expect.unreachable(String(error)));
  const seen = new Set<number>();
  for (let left = before; left > 0; seen.add(left)) {
    // What a request is read in: an embedded database at work leaves none of it.
    await sleep(1);
    left = await staleMonths();
  }
  await stop();
  expect(seen.size).toBeGreaterThan(before / 2);
  await database.close();
});

test('what goes through all that accounts have counted takes little of the time', async () => {
  const database = await freshDatabase();
  const statements = recordStatements(database);
  const timesOf = (look: string): number => statements.filter(({ sql }) => sql === look).length;
  const stop = keepRollupsFresh(database, 0, (error) => expect.unreachable(String(error)));
  await vi.waitFor(() => expect(timesOf(selectStaleMonths.sql)).toBeGreaterThan(100), 20_000);
  await stop();
  const looks = timesOf(selectUncountedAccounts().text);
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThan(timesOf(selectStaleMonths.sql) / 4);
  await database.close();
});

test('a database that is away is told of, and asked again', async () => {
  const database = await freshDatabase();
  await database.close();
  const onFailure = vi.fn();
  const stop = keepRollupsFresh(database, 10, onFailure);
  await vi.waitFor(() => expect(onFailure.mock.calls.length).toBeGreaterThan(1), 20_000);
  await stop();
});
