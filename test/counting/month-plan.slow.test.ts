import { expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { freshDatabase } from '../harness/database.ts';
import { importLines } from '../harness/import.ts';
import { type Explained, nodesOf, plansIn } from '../harness/plan.ts';
import { recordStatements } from '../harness/statements.ts';

// The other months may have millions of conversations.
test('a month is counted without reading the account as a whole', async () => {
  const database = await freshDatabase();
  const end = new Date('2026-01-01T00:00:00Z');
  const helpdesk = generateHelpdesk({ conversations: 5000, seed: 1, end, days: 800, account: 'acme' });
  await importLines(database, helpdesk);
  await refreshRollups(database);
  await database.prisma.$executeRaw`analyze`;
  await database.prisma.countedMeasure.deleteMany({ where: { accountKey: 1 } });
  const statements = recordStatements(database);
  await refreshRollups(database);
  const [counted] = statements.filter(({ sql }) => sql.includes('closed as materialized'));
  if (!counted) throw new Error('no month was counted');
  const explain = `explain (format json) ${counted.sql}`;
  const read = plansIn(await database.prisma.$queryRawUnsafe<Explained>(explain, ...counted.values))
    .flatMap(nodesOf)
    .filter((node) => ['conversations', 'threads'].includes(node['Relation Name'] ?? ''));
  expect(read.length).toBeGreaterThan(3);
  expect(read.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
  await database.close();
}, 120_000);
