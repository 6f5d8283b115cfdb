import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { chunksOf } from '../src/commands/generate.ts';
import { refreshRollups } from '../src/counting/ahead/refresh.ts';
import { type Database, migrateDatabase, openCurrentDatabase } from '../src/database/client.ts';
import { generateHelpdesk } from '../src/generate/helpdesk.ts';
import { importInput } from '../src/import/import.ts';
import { UsageError } from '../src/usage-error.ts';
import { lastDay, spanDays } from './helpdesk.ts';
import { environmentOf, type Place } from './target.ts';

export interface Sizes {
  readonly conversations: number;
  readonly smallAccounts: number;
  readonly seed: number;
}

/** What an import says of itself. */
interface Imported {
  readonly conversations: number;
  readonly conversationsPerSecond: number;
  readonly peakMegabytes: number;
}

/** What it takes to store an account and, after that, to count it ahead of time. */
interface Upkeep {
  readonly conversations: number;
  readonly storingSeconds: number;
  readonly countingSeconds: number;
}

/** What was imported by this run; null where an earlier one left it. */
export interface Filled {
  readonly imported: Imported | null;
  readonly upkeep: Upkeep | null;
}

const smallSize = 1000;
const upkeepAccount = 'bench-upkeep';
const upkeepSize = 20_000;

/** The large account's id. */
export function accountIdOf({ conversations, seed }: Sizes): string {
  return `bench-${conversations}-${seed}`;
}

/**
 * Sees that the database holds the large account, the small ones beside it and one that is stored and counted one after the
 * other. Returns how the imports went. Throws a `UsageError` where other accounts are there, unless forced.
 */
export async function fill(place: Place, sizes: Sizes, force: boolean): Promise<Filled> {
  await migrateDatabase(place);
  const wanted = accountsOf(sizes);
  const missing = await missingOf(place, wanted, force);
  let filled: Filled = { imported: null, upkeep: null };
  for (const [account, conversations] of missing) {
    process.stderr.write(`importing ${conversations} conversations into the account ${account}\n`);
    if (account === upkeepAccount) filled = { ...filled, upkeep: await measureUpkeep(place, sizes.seed) };
    else {
      const imported = await importHelpdesk(place, account, conversations, sizes.seed);
      if (account === accountIdOf(sizes)) filled = { ...filled, imported };
    }
  }
  if (missing.length > 0) await tidy(place);
  return filled;
}

/** An import that does not count ahead of time, as the command does, and the counting after it. */
async function measureUpkeep(place: Place, seed: number): Promise<Upkeep> {
  return withDatabase(place, async (database) => {
    const name = upkeepAccount;
    const startedAt = performance.now();
    const text = Readable.from(chunksOf(linesOf(name, upkeepSize, seed)));
    await importInput(database, { name, chunks: text.map((chunk: string) => Buffer.from(chunk)) });
    const storedAt = performance.now();
    await refreshRollups(database);
    return {
      conversations: upkeepSize,
      storingSeconds: (storedAt - startedAt) / 1000,
      countingSeconds: (performance.now() - storedAt) / 1000,
    };
  });
}

function accountsOf(sizes: Sizes): Map<string, number> {
  const small = Array.from({ length: sizes.smallAccounts }, (_, index) => `bench-small-${index + 1}`);
  return new Map([
    [accountIdOf(sizes), sizes.conversations],
    ...small.map((id) => [id, smallSize] as const),
    [upkeepAccount, upkeepSize],
  ]);
}

async function missingOf(
  place: Place,
  wanted: Map<string, number>,
  force: boolean,
): Promise<[string, number][]> {
  return withDatabase(place, async ({ prisma }) => {
    const accounts = await prisma.account.findMany({ select: { key: true, id: true } });
    const foreign = accounts.find(({ id }) => !wanted.has(id));
    if (foreign && !force) {
      throw new UsageError(
        `the database holds the account ${foreign.id}: give the benchmark a database of its own, or --force`,
      );
    }
    const counts = await prisma.conversation.groupBy({ by: ['accountKey'], _count: true });
    const countOf = new Map(counts.map(({ accountKey, _count }) => [accountKey, _count]));
    const present = new Map(accounts.map(({ id, key }) => [id, countOf.get(key) ?? 0]));
    return [...wanted].filter(([id, conversations]) => (present.get(id) ?? 0) < conversations);
  });
}

/** Through the command line as it is shipped, from a file, so that nothing but the import and the database works meanwhile. */
async function importHelpdesk(
  place: Place,
  account: string,
  conversations: number,
  seed: number,
): Promise<Imported> {
  const folder = await mkdtemp(join(tmpdir(), 'deskgraph-bench-'));
  try {
    const file = join(folder, `${account}.ndjson`);
    await pipeline(Readable.from(chunksOf(linesOf(account, conversations, seed))), createWriteStream(file));
    const child = spawn(process.execPath, ['dist/main.js', 'import', file], {
      env: environmentOf(place),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const printed = await text(child.stdout);
    const [, rate, peak] = /(\d+) conversations a second, at most (\d+) MB/.exec(printed) ?? [];
    if (!rate || !peak) throw new Error(`the import of ${account} failed: ${printed}`);
    return { conversations, conversationsPerSecond: Number(rate), peakMegabytes: Number(peak) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function linesOf(account: string, conversations: number, seed: number): Generator<string> {
  const end = new Date(`${lastDay}T00:00:00Z`);
  return generateHelpdesk({ conversations, seed, end, days: spanDays, account });
}

/** What autovacuum would have done by the time that anybody asks. */
async function tidy(place: Place): Promise<void> {
  await withDatabase(place, ({ prisma }) => prisma.$executeRaw`vacuum analyze`);
}

async function withDatabase<T>(place: Place, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openCurrentDatabase(place);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
