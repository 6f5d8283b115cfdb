import { createToken, reportsPermission } from '../src/auth/tokens.ts';
import { clientOf } from '../test/harness/app.ts';
import { reportCases, type Sources, type Subject, togetherCases } from './cases.ts';
import { measureChange } from './change.ts';
import { accountIdOf, type Filled, type Sizes } from './data.ts';
import { duckCases } from './duckdb/cases.ts';
import { type Duck, importDuckDb, openDuck } from './duckdb/duckdb.ts';
import { measureHttp } from './http.ts';
import { type Case, type Measured, measure, SqlClock } from './measure.ts';
import { moreCases } from './more-cases.ts';
import { measureOwn } from './own.ts';
import { machineName, type Results } from './results.ts';
import { openTarget, type Place, type Target, unlimited } from './target.ts';

export const sections = ['reports', 'more', 'together', 'own', 'change', 'duckdb', 'http'] as const;

export interface RunOptions extends Sizes {
  readonly runs: number;
  readonly only?: (typeof sections)[number];
}

/** Measures every section, or the one asked for, over a database that is filled. */
export async function run(place: Place, options: RunOptions): Promise<Omit<Results, keyof Filled>> {
  const { conversations, smallAccounts, seed, runs, only } = options;
  const isAsked = (section: (typeof sections)[number]) => only === undefined || only === section;
  const target = await openTarget(place);
  const subject = await subjectOf(target, accountIdOf(options));
  const token = await tokenFor(target, subject.account.id);
  const sources: Sources = { ask: clientOf(target.database, token, unlimited), target, subject, seed };
  const clock = new SqlClock(target.database);
  const reports = isAsked('reports') && (await measureAll(reportCases(sources), runs, clock));
  const more = isAsked('more') && (await measureAll(moreCases(sources), runs, clock));
  const together = isAsked('together') && (await measureAll(togetherCases(sources), runs, clock));
  const own = isAsked('own') && (await measureOwn(sources, clock));
  const change = isAsked('change') && (await measureChange(sources, runs));
  const duck = isAsked('duckdb') ? await duckOf(place, subject) : undefined;
  const duckdb = duck && (await measureAll(duckCases(sources, duck), runs, clock));
  duck?.close();
  const engine = await engineOf(target);
  // The embedded database serves one process at a time.
  await target.close();
  const http = isAsked('http') && (await measureHttp(place, token, subject, seed));
  return {
    machine: machineName(engine),
    embedded: place.DATABASE_URL === undefined,
    conversations,
    smallAccounts,
    seed,
    ...(reports && { reports }),
    ...(more && { more }),
    ...(together && { together }),
    ...(own && { own }),
    ...(change && { change }),
    ...(duckdb && { duckdb: { version: duck.version, rows: duckdb } }),
    ...(http && { http }),
  };
}

/** Where DuckDB is installed, which gets the rows from a server. */
async function duckOf({ DATABASE_URL }: Place, { account }: Subject): Promise<Duck | undefined> {
  const found = DATABASE_URL
    ? await importDuckDb()
    : 'DuckDB is left out: it gets the rows from DATABASE_URL';
  if (DATABASE_URL && typeof found !== 'string') return openDuck(found, DATABASE_URL, account.key);
  process.stderr.write(`${found}\n`);
  return undefined;
}

async function measureAll(cases: readonly Case[], runs: number, clock: SqlClock): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const [index, asked] of cases.entries()) {
    process.stderr.write(`${index + 1}/${cases.length} ${asked.name}\n`);
    rows.push(await measure(asked, runs, clock));
  }
  return rows;
}

/** A busy user and a mailbox that is theirs, so that no question is about nothing. */
async function subjectOf({ database: { prisma } }: Target, accountId: string): Promise<Subject> {
  const select = { key: true, id: true };
  const account = await prisma.account.findUniqueOrThrow({ where: { id: accountId }, select });
  const whereId = (id: string) => ({ where: { accountKey_id: { accountKey: account.key, id } }, select });
  return {
    account,
    user: await prisma.user.findUniqueOrThrow(whereId('u5')),
    mailbox: await prisma.mailbox.findUniqueOrThrow(whereId('orders')),
    tag: await prisma.tag.findUniqueOrThrow(whereId('t3')),
  };
}

function tokenFor({ database }: Target, accountId: string): Promise<string> {
  const unlimited = { permissions: [reportsPermission], mailboxIds: [], expiresAt: null };
  return createToken(database, { accountId, name: 'bench', createdAt: new Date(), ...unlimited });
}

async function engineOf({ database: { prisma } }: Target): Promise<string> {
  const [row] = await prisma.$queryRaw<
    { version: string }[]
  >`select split_part(version(), ' on ', 1) as version`;
  return row?.version ?? 'an unknown engine';
}
