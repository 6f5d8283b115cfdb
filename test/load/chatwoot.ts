import { spawn } from 'node:child_process';
import { createWriteStream, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { mapConversation } from '../../src/connect/chatwoot/conversation.ts';
import { readLists } from '../../src/connect/chatwoot/database/lists.ts';
import { readConversations } from '../../src/connect/chatwoot/database/read.ts';
import { createReader } from '../../src/connect/chatwoot/database/reader.ts';
import { listRecords } from '../../src/connect/chatwoot/lists.ts';
import { migrateDatabase } from '../../src/database/client.ts';
import { serverOf } from '../../src/database/server.ts';
import { prepareChatwootTables } from '../connect/chatwoot-tables.ts';
import { createPostgres, postgresPrograms } from '../harness/own-postgres.ts';
import { fillChatwoot } from './chatwoot-fill.ts';

// By hand, after `npm run build`, with nothing else on the machine: how fast a large Chatwoot is copied by its database, beside an
// import of the same records, and what each takes of processors and memory. A PostgreSQL of its own has both databases.
const { values } = parseArgs({ options: { conversations: { type: 'string', default: '100000' } } });
const conversations = Number(values.conversations);

const postgres = await createPostgres(postgresPrograms() ?? '', 40);
const folder = await mkdtemp(join(tmpdir(), 'deskgraph-load-'));
process.env['TEST_DATABASE_URL'] = postgres.url;

interface Cost {
  readonly seconds: number;
  readonly nodeSeconds: number;
  readonly postgresSeconds: number;
  readonly peakMegabytes: number;
}

/** Runs the command line and measures it, and PostgreSQL meanwhile. */
async function measure(args: readonly string[], environment: Record<string, string>): Promise<Cost> {
  const before = postgresTicks();
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['dist/main.js', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  let [ticks, peak] = [0, 0];
  const sampling = setInterval(() => {
    ticks = Math.max(ticks, ticksOf(child.pid ?? 0));
    peak = Math.max(peak, peakOf(child.pid ?? 0));
  }, 50);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(sampling);
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(printed);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return {
    seconds,
    nodeSeconds: ticks / 100,
    postgresSeconds: (postgresTicks() - before) / 100,
    peakMegabytes: peak,
  };
}

/** Processor time of a process, in hundredths of a second; 0 where it has ended. */
function ticksOf(pid: number, withChildren = false): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? [];
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
    return user + system + (withChildren ? childUser + childSystem : 0);
  } catch {
    return 0;
  }
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Processor time of the server and all of its processes, those that have ended included. */
function postgresTicks(): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const running = processes.filter((pid) => parentOf(pid) === postmaster);
  return running.reduce((sum, pid) => sum + ticksOf(pid), ticksOf(postmaster, true));
}

function parentOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return 0;
  }
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(statement).finally(() => client.end())).rows;
}

async function freshDatabase(name: string): Promise<string> {
  await ask(postgres.url, `create database ${name}`);
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  await migrateDatabase({ DATABASE_URL: url.href, DATA_DIR: '' });
  return url.href;
}

/** The records that a copy consists of, as a file of the import format. */
async function* recordsOf(url: string): AsyncGenerator<string> {
  const reader = createReader(serverOf(url));
  const lists = await reader.snapshot((read) => readLists(read, 1));
  if (!lists) throw new Error('there is no account');
  const met = new Map();
  const context = { ...lists, met, types: new Map(), accountUrl: 'https://chat.example.com/app/accounts/1' };
  const mapping = { ...context, ruleName: () => undefined, tellsCampaigns: true };
  for (const record of listRecords('acme', lists, {}, met).records) yield `${JSON.stringify(record)}\n`;
  const named = new Set<string>();
  for (let start = 1; start <= conversations; start += 1000) {
    const ids = Array.from({ length: 1000 }, (_, index) => start + index);
    const found = await readConversations(reader, ids, { account: 1, hasCaptain: true });
    for (const { record, mentioned } of found.conversations.map((parts) => mapConversation(parts, mapping)))
      for (const one of [...mentioned, record]) {
        const text = `${JSON.stringify(one)}\n`;
        if (one.type !== 'conversation' && named.has(text)) continue;
        named.add(text);
        yield text;
      }
  }
  await reader.close();
}

function report(name: string, { seconds, nodeSeconds, postgresSeconds, peakMegabytes }: Cost): void {
  const processors = nodeSeconds + postgresSeconds;
  process.stdout.write(
    `${name}: ${(conversations / seconds).toFixed(0)} conversations a second, ${seconds.toFixed(1)} s; processors ${processors.toFixed(1)} s (Node.js ${nodeSeconds.toFixed(1)}, PostgreSQL ${postgresSeconds.toFixed(1)}); at most ${peakMegabytes.toFixed(0)} MB\n`,
  );
}

const [{ pid } = {}] = await ask(
  postgres.url,
  `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`,
);
const postmaster = Number(pid);
try {
  const prepared = await prepareChatwootTables(true);
  const tables = await prepared.copy();
  await tables.inside((client) => fillChatwoot(client, conversations));
  const file = join(folder, 'records.ndjson');
  await pipeline(recordsOf(tables.url), createWriteStream(file));
  const imported = await measure(['import', file], { DATABASE_URL: await freshDatabase('imported') });
  const copied = await measure(
    [
      ...[
        'connect',
        'chatwoot',
        '--as',
        'acme',
        '--account',
        '1',
        '--public-url',
        'https://chat.example.com',
      ],
      ...['--database-env', 'CHATWOOT_DATABASE', '--once'],
    ],
    { DATABASE_URL: await freshDatabase('copied'), CHATWOOT_DATABASE: tables.url },
  );
  report('import', imported);
  report('copy', copied);
  await tables.drop();
  await prepared.drop();
} finally {
  await postgres.destroy();
  await rm(folder, { recursive: true });
}
