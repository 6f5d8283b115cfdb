import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../src/database/client.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { worstQueries } from './worst-queries.ts';

// By hand: what the worst queries that the default limits let through take, in points, statements, seconds of SQL and the
// longest time that the event loop answers nobody. DATABASE_URL names a database with
// `deskgraph generate --conversations 100000 --seed 7` in it, on a server of this machine if its CPU time is to be told.
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const place = { DATABASE_URL: process.env['DATABASE_URL'] ?? '', DATA_DIR: '' };
// One statement at a time: they would else wait for each other.
const database = await openDatabase(place, { connections: 1 });
const [backend] = await database.prisma.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
const token = await tokenFor(database, 'demo');
const app = appOf(database, { REQUEST_TIMEOUT_MS: '3600000' });

/** Milliseconds of a tick of the system's clock, by which CPU time is counted. */
const tickMilliseconds = 10;

/** The CPU time of the database's process in milliseconds; 0 where it runs elsewhere. */
function backendMilliseconds(): number {
  try {
    const fields = readFileSync(`/proc/${backend?.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * tickMilliseconds;
  } catch {
    return 0;
  }
}

/** Nanoseconds that this thread has worked: others may have the processor meanwhile, and garbage is collected beside it. */
function threadNanoseconds(): number {
  return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]);
}

/** Measures the longest round of the event loop, in milliseconds of its thread's work. */
function watchLoop(): () => number {
  let longest = 0;
  let isWatching = true;
  let last = threadNanoseconds();
  const look = (): void => {
    longest = Math.max(longest, threadNanoseconds() - last);
    last = threadNanoseconds();
    if (isWatching) setImmediate(look);
  };
  setImmediate(look);
  return () => {
    isWatching = false;
    return longest / 1e6;
  };
}

let statements = 0;
database.prisma.$on('query', () => {
  statements += 1;
});

async function measure(name: string, query: string): Promise<void> {
  statements = 0;
  const backendBefore = backendMilliseconds();
  const longestRound = watchLoop();
  const startedAt = performance.now();
  const answer = await app.fetch('http://deskgraph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const text = await answer.text();
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  const columns = [
    name.padEnd(52),
    /"requested":(\d+)/.exec(text)?.[1]?.padStart(7),
    String(statements).padStart(5),
    seconds(performance.now() - startedAt).padStart(7),
    seconds(backendMilliseconds() - backendBefore).padStart(7),
    longestRound().toFixed(0).padStart(5),
    /"errors":\[\{"message":"([^"]*)"/.exec(text)?.[1]?.slice(0, 70) ?? '',
  ];
  process.stdout.write(`${columns.join(' ')}\n`);
}

process.stdout.write(`${'query'.padEnd(52)}  points  SQL  wall s  CPU s  longest round ms\n`);
for (const [name, query] of Object.entries(worstQueries))
  if (name.includes(values.only)) await measure(name, query);
await database.close();
