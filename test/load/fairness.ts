import { parseArgs } from 'node:util';
import { openDatabase } from '../../src/database/client.ts';
import { tokenFor } from '../harness/app.ts';
import { startServer } from '../harness/command.ts';
import { worstQueries } from './worst-queries.ts';

// By hand, after `npm run build`: how long another token waits for a small report while one asks the costliest queries on 32
// connections. DATABASE_URL names a database with `deskgraph generate --conversations 100000 --seed 7` in it.
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, only: { type: 'string', default: 'everything' } },
});
const connections = 32;
const place = { DATABASE_URL: process.env['DATABASE_URL'] ?? '', DATA_DIR: '' };
const small =
  '{ conversationsByStatusReport(period: { start: "2025-11-01T00:00:00Z", end: "2025-12-01T00:00:00Z" }, compareTo: PREVIOUS_YEAR) { current { total } deltas { total } } }';

const database = await openDatabase(place);
const [heavyToken, smallToken] = [await tokenFor(database, 'demo'), await tokenFor(database, 'demo')];
await database.close();
const server = await startServer({ DATABASE_URL: place.DATABASE_URL, LOG_LEVEL: 'error' });

async function ask(token: string, query: string): Promise<{ status: number; milliseconds: number }> {
  const startedAt = performance.now();
  const answer = await fetch(`${server.address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query }),
  });
  await answer.text();
  return { status: answer.status, milliseconds: performance.now() - startedAt };
}

const heavy = Object.entries(worstQueries).filter(([name]) => name.includes(values.only));
let isLoaded = true;
const heavyStatuses = new Map<number, number>();
const lanes = Array.from({ length: connections }, async (_, lane) => {
  for (let turn = lane; isLoaded; turn += 1) {
    const { status } = await ask(heavyToken, heavy[turn % heavy.length]?.[1] ?? '');
    heavyStatuses.set(status, (heavyStatuses.get(status) ?? 0) + 1);
  }
});
const times: number[] = [];
const statuses = new Set<number>();
for (const end = performance.now() + Number(values.seconds) * 1000; performance.now() < end; ) {
  const { status, milliseconds } = await ask(smallToken, small);
  statuses.add(status);
  times.push(milliseconds);
  await new Promise((resolve) => setTimeout(resolve, 50));
}
isLoaded = false;
times.sort((one, other) => one - other);
const at = (share: number): string => `${times[Math.floor((times.length - 1) * share)]?.toFixed(0)} ms`;
process.stdout.write(
  `${times.length} small reports, statuses ${[...statuses]}: median ${at(0.5)}, 95 % ${at(0.95)}, longest ${at(1)}\n`,
);
await Promise.all(lanes);
process.stdout.write(`costly ones by status: ${JSON.stringify([...heavyStatuses])}\n`);
await server.stop();
