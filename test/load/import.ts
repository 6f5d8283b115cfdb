import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { ask, measuringPostgres, printCost } from './measured.ts';

// By hand, after `npm run build`: what an import takes of processors, in seconds for a million conversations, counting included, which
// other work on the machine hardly changes; and how many bytes a conversation takes in which table.
const { values } = parseArgs({ options: { conversations: { type: 'string', default: '100000' } } });
const conversations = Number(values.conversations);
const bytesOfTables = `
  select relname as name, pg_total_relation_size(oid)::float8 / ${conversations} as bytes
  from pg_class
  where relnamespace = 'public'::regnamespace and relkind = 'r'
  order by 2 desc
  limit 8`;

const postgres = await measuringPostgres();
const folder = await mkdtemp(join(tmpdir(), 'deskgraph-load-'));
try {
  const file = join(folder, 'records.ndjson');
  const generated = spawn(process.execPath, [
    ...['dist/main.js', 'generate', '--conversations', String(conversations), '--seed', '7'],
  ]);
  await pipeline(generated.stdout, createWriteStream(file));
  const url = await postgres.freshDatabase('imported');
  const cost = await postgres.measure(['import', file], { DATABASE_URL: url });
  printCost('import', conversations, cost);
  const ofMillion = (seconds: number): string => ((seconds * 1e6) / conversations).toFixed(0);
  process.stdout.write(
    `for a million: Node.js ${ofMillion(cost.nodeSeconds)} s, PostgreSQL ${ofMillion(cost.postgresSeconds)} s\n`,
  );
  for (const { name, bytes } of await ask(url, bytesOfTables))
    process.stdout.write(`${name}: ${Number(bytes).toFixed(0)} bytes a conversation\n`);
} finally {
  await postgres.destroy();
  await rm(folder, { recursive: true });
}
