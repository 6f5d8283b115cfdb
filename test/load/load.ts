import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { type RunningServer, startServer } from '../harness/command.ts';

// By hand, after `npm run build`: what many requests do to a server's memory, and from how many at once it begins to refuse.
// DATABASE_URL names an empty database; what is written there stays.
const { values } = parseArgs({ options: { requests: { type: 'string', default: '100000' } } });
const databaseUrl = process.env['DATABASE_URL'] ?? '';
const requests = Number(values.requests);
const connections = 32;

const query = `query ($period: PeriodInput!, $tag: ID!) {
  channelSummaryReport(period: $period, filter: { tags: [$tag] }) { current { total } }
  conversationsByStatusReport(period: $period, compareTo: PREVIOUS_YEAR) { current { total } deltas { total } }
}`;

function asker(server: RunningServer, token: string, sockets: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (number: number) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(`${server.address}/graphql`, { agent, method: 'POST', headers }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      });
      sent.once('error', reject);
      const period = { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' };
      // Some documents come once only, as those of a client that writes its arguments into them do.
      const text = number % 10 === 0 ? `# ${number}\n${query}` : query;
      sent.end(JSON.stringify({ query: text, variables: { period, tag: String(number) } }));
    });
}

async function megabytes({ address }: RunningServer): Promise<string> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  const of = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]) / 1e6;
  const heap = of('nodejs_heap_size_used_bytes').toFixed(0);
  return `${of('process_resident_memory_bytes').toFixed(0)} MB resident, ${heap} MB of heap used`;
}

async function measureMemory(token: string): Promise<void> {
  const server = await startServer({
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'error',
    RATE_LIMIT_TOKEN: '100000000',
    RATE_LIMIT_ADDRESS: '100000000',
  });
  const ask = asker(server, token, connections);
  const step = Math.max(connections, Math.floor(requests / 10));
  for (let sent = 0; sent < requests; ) {
    const end = Math.min(requests, sent + step);
    const startedAt = performance.now();
    const lanes = Array.from({ length: connections }, async () => {
      while (sent < end) await ask(sent++);
    });
    await Promise.all(lanes);
    const rate = (step / (performance.now() - startedAt)) * 1000;
    process.stdout.write(
      `after ${end} requests: ${await megabytes(server)}, ${rate.toFixed(0)} requests/s\n`,
    );
  }
  await server.stop();
}

async function measureCap(token: string): Promise<void> {
  const server = await startServer({
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'error',
    RATE_LIMIT_TOKEN: '100000000',
    RATE_LIMIT_ADDRESS: '100000000',
  });
  for (const sockets of [50, 100, 150, 200, 400]) {
    const ask = asker(server, token, sockets);
    const statuses = await Promise.all(Array.from({ length: sockets * 10 }, (_, number) => ask(number)));
    const refused = statuses.filter((status) => status === 503).length;
    process.stdout.write(`${sockets} at once: ${refused} of ${statuses.length} refused\n`);
  }
  await server.stop();
}

await migrateDatabase({ DATABASE_URL: databaseUrl, DATA_DIR: '' });
const database = await openDatabase({ DATABASE_URL: databaseUrl, DATA_DIR: '' });
await createAccount(database, 'acme');
const token = await tokenFor(database, 'acme');
await database.close();
await measureCap(token);
await measureMemory(token);
