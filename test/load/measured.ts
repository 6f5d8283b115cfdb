import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { migrateDatabase } from '../../src/database/client.ts';
import { createPostgres, postgresPrograms } from '../harness/own-postgres.ts';

/** What a command takes, of Node.js and of PostgreSQL. */
export interface Cost {
  readonly seconds: number;
  readonly nodeSeconds: number;
  readonly postgresSeconds: number;
  readonly peakMegabytes: number;
}

/** A PostgreSQL of the measurements' own, which runs nothing else meanwhile. */
export async function measuringPostgres() {
  const postgres = await createPostgres(postgresPrograms() ?? '', 40);
  const postmaster = await postmasterOf(postgres.url);
  return {
    url: postgres.url,
    destroy: postgres.destroy,
    /** Runs the command line and measures it, and PostgreSQL meanwhile. */
    measure: (args: readonly string[], environment: Record<string, string>): Promise<Cost> =>
      measure(postmaster, args, environment),
    /** Makes a database with deskgraph's tables and returns its address. */
    freshDatabase: async (name: string): Promise<string> => {
      await ask(postgres.url, `create database ${name}`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      await migrateDatabase({ DATABASE_URL: url.href, DATA_DIR: '' });
      return url.href;
    },
  };
}

export function printCost(
  name: string,
  conversations: number,
  { seconds, nodeSeconds, postgresSeconds, peakMegabytes }: Cost,
): void {
  const processors = nodeSeconds + postgresSeconds;
  process.stdout.write(
    `${name}: ${(conversations / seconds).toFixed(0)} conversations a second, ${seconds.toFixed(1)} s; processors ${processors.toFixed(1)} s (Node.js ${nodeSeconds.toFixed(1)}, PostgreSQL ${postgresSeconds.toFixed(1)}); at most ${peakMegabytes.toFixed(0)} MB\n`,
  );
}

export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(statement).finally(() => client.end())).rows;
}

/** Seconds of processor time that some work takes of this process and of the server of an address, which runs nothing else meanwhile. */
export async function processorsOf(
  url: string,
  work: () => Promise<unknown>,
): Promise<{ readonly node: number; readonly postgres: number }> {
  const postmaster = await postmasterOf(url);
  const [before, ticks] = [process.cpuUsage(), postgresTicks(postmaster)];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { node: (user + system) / 1e6, postgres: (postgresTicks(postmaster) - ticks) / 100 };
}

/** The process of which all others of a server are children. */
async function postmasterOf(url: string): Promise<number> {
  const [{ pid } = {}] = await ask(
    url,
    `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`,
  );
  return Number(pid);
}

async function measure(
  postmaster: number,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<Cost> {
  const before = postgresTicks(postmaster);
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
    postgresSeconds: (postgresTicks(postmaster) - before) / 100,
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
function postgresTicks(postmaster: number): number {
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
