import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { chunksOf } from '../../src/commands/generate.ts';
import { migrateDatabase } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { Random } from '../../src/generate/random.ts';
import { runCommand } from '../harness/command.ts';
import { ask } from './measured.ts';

/** How conversations are spread over customers: which of so many has the next one. */
const spreads = {
  flat: (random: Random, customers: number): number => random.below(customers),
  busy: (random: Random, customers: number): number =>
    random.below(random.chance(0.9) ? Math.ceil(customers / 33) : customers),
  huge: (random: Random, customers: number): number => (random.chance(1 / 3) ? 0 : random.below(customers)),
};

export type Spread = keyof typeof spreads;
export const allSpreads = Object.keys(spreads) as Spread[];

/** The database's own catalogue is as it was found after so much. */
const remembered = `
  create table remembered as
  select oid, relpages, reltuples, relallvisible from pg_class where relnamespace = 'public'::regnamespace`;

const tables = `relnamespace = 'public'::regnamespace and relkind in ('r', 'i')`;

/**
 * What the planner knows of the tables, in the order in which a database comes to it: of the first hundredth of the rows alone,
 * nothing, as of new tables, and everything.
 */
export const states = {
  stale: `
    update pg_class c set relpages = r.relpages, reltuples = r.reltuples, relallvisible = r.relallvisible
    from remembered r where r.oid = c.oid`,
  none: `
    delete from pg_statistic where starelid in (select oid from pg_class where ${tables});
    update pg_class set relpages = 0, reltuples = -1, relallvisible = 0 where ${tables}`,
  fresh: 'analyze',
};

export type State = keyof typeof states;
export const allStates = Object.keys(states) as State[];

const seed = 7;

/**
 * Makes a database of its own beside the one of the address, and returns its address. It has the made-up helpdesk with its
 * conversations spread otherwise, of which the planner knows the first hundredth; autovacuum, which would change that, is off.
 */
export async function fillSpread(server: string, spread: Spread, conversations: number): Promise<string> {
  const url = new URL(server);
  url.pathname = `/plans_${spread}`;
  await ask(server, `drop database if exists plans_${spread}`);
  await ask(server, `create database plans_${spread}`);
  await migrateDatabase({ DATABASE_URL: url.href, DATA_DIR: '' });
  await ask(
    url.href,
    `do $$ declare name text; begin
       for name in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
         execute format('alter table %I set (autovacuum_enabled = false)', name);
       end loop;
     end $$`,
  );
  const first = Math.ceil(conversations / 100);
  await importLines(url.href, linesOf(spread, conversations, 1, first));
  await ask(url.href, 'analyze');
  await ask(url.href, remembered);
  await importLines(url.href, linesOf(spread, conversations, first + 1, conversations));
  // Which pages are seen by all matters to how long a plan takes, and so must not differ.
  await ask(url.href, 'vacuum');
  return url.href;
}

/** What the helpdesk has besides conversations, and those from one number to another. */
function* linesOf(spread: Spread, conversations: number, from: number, to: number): Generator<string> {
  const random = new Random(seed);
  const customers = Math.ceil(conversations / 3);
  let number = 0;
  for (const line of generateHelpdesk({ conversations, seed })) {
    const isConversation = line.startsWith('{"type":"conversation"');
    if (isConversation) number++;
    if (isConversation && (number < from || number > to)) continue;
    const customer = isConversation ? `c${spreads[spread](random, customers) + 1}` : undefined;
    yield customer ? line.replaceAll(/"customerId":"c\d+"/g, `"customerId":"${customer}"`) : line;
  }
}

async function importLines(url: string, lines: Generator<string>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deskgraph-load-'));
  try {
    const file = join(folder, 'records.ndjson');
    await pipeline(Readable.from(chunksOf(lines)), createWriteStream(file));
    const { code, stderr } = await runCommand(['import', file], { DATABASE_URL: url });
    if (code !== 0) throw new Error(`the import ended with ${code}: ${stderr}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
