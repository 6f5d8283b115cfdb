import { expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { refreshRollups } from '../../src/rollups/refresh.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importLines, importRecords } from '../harness/import.ts';
import { overallQuery } from '../harness/overall.ts';

const end = new Date('2026-01-01T00:00:00Z');
const period = { start: '2025-02-03T03:00:00Z', end: '2025-11-20T17:00:00Z' };

/** The database, changed by somebody else after its first answer. */
function changedAfterFirst(database: Database, change: () => Promise<void>): Database {
  let changed: Promise<void> | undefined;
  const $queryRaw = async (statement: never): Promise<unknown> => {
    const rows = await database.prisma.$queryRaw(statement);
    changed ??= change();
    await changed;
    return rows;
  };
  const prisma = new Proxy(database.prisma, {
    get: (target, name) => (name === '$queryRaw' ? $queryRaw : Reflect.get(target, name)),
  });
  return { ...database, prisma };
}

const history = `query ($period: PeriodInput!) {
  report: userConversationHistoryReport(user: "u1", period: $period) {
    current { replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime }
  }
}`;

test.each([
  ['the overall report', overallQuery, { period, compareTo: 'PREVIOUS_PERIOD', timeZone: 'UTC' }],
  ['the history of a user', history, { period }],
])('%s tells the same while an import changes the zone of the account', async (_case, query, variables) => {
  const database = await freshDatabase();
  await importLines(
    database,
    generateHelpdesk({ conversations: 400, seed: 11, end, days: 400, account: 'acme' }),
  );
  await refreshRollups(database);
  const token = await tokenFor(database, 'acme');
  const answer = await clientOf(database, token)(query, variables);
  expect(answer.body.errors).toBeUndefined();
  const changing = changedAfterFirst(database, async () => {
    await importRecords(database, [
      { type: 'account', id: 'acme', name: 'acme', timeZone: 'Pacific/Auckland' },
    ]);
    await refreshRollups(database);
  });
  expect(await clientOf(changing, token)(query, variables)).toEqual(answer);
  await database.close();
});
