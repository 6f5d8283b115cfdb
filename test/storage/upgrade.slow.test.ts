import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { openEngine } from '../../src/database/engine.ts';
import type { SqlSession } from '../../src/database/migrate.ts';
import { refreshRollups } from '../../src/rollups/refresh.ts';
import { tokenFor } from '../harness/app.ts';
import { type DatabasePlace, emptyPlace, freshPlace } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';
import { conversation, helpdesk } from '../model/helpdesk.ts';
import { type ConversationRecord, type Helpdesk, recordsOf } from '../model/records.ts';

const firstMigration = '20261121000000_init';
const seed = 11;

/** A database as the release before format 1.1 made it. */
async function makeOldDatabase(session: SqlSession): Promise<void> {
  const script = await readFile(
    new URL(`../../prisma/migrations/${firstMigration}/migration.sql`, import.meta.url),
    'utf8',
  );
  await session.exec(script);
  await session.exec(`create table _prisma_migrations (
    id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
    migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
    started_at timestamptz not null default now(), applied_steps_count integer not null default 0
  )`);
  await session.query(
    `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
     values ('1', repeat('0', 64), now(), $1, 1)`,
    [firstMigration],
  );
}

/** A random helpdesk with many conversations, all of it in version 1 of the format. */
function deskOfVersionOne(enabled: boolean): Helpdesk {
  const [desk] = fc.sample(
    helpdesk.filter(
      ({ users, customers, officeHours }) =>
        users.length > 1 && customers.length > 1 && officeHours.days.length > 2,
    ),
    { seed, numRuns: 1 },
  );
  if (!desk) throw new Error('no helpdesk');
  const conversations = fc.sample(conversation(desk), { seed, numRuns: 500 });
  return {
    ...desk,
    officeHours: { enabled, days: desk.officeHours.days },
    teams: [],
    conversations: conversations.map((record, index) => ({ ...versionOne(record), id: `${index}` })),
  };
}

function versionOne({
  teamId: _team,
  priority: _priority,
  url: _url,
  subject: _subject,
  ...record
}: ConversationRecord): ConversationRecord {
  const threads = record.threads.map(({ status: _status, kind, ...thread }) => ({
    ...thread,
    kind: kind === 'auto' ? ('line' as const) : kind,
  }));
  return { ...record, threads, ratings: [] };
}

async function withSession<T>(
  { settings }: DatabasePlace,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  if (!settings.DATABASE_URL) {
    const engine = await openEngine(settings.DATA_DIR);
    return work(engine).finally(() => engine.close());
  }
  const client = new pg.Client({ connectionString: settings.DATABASE_URL });
  await client.connect();
  const session: SqlSession = {
    query: (sql, values) => client.query(sql, values),
    exec: (script) => client.query(script),
  };
  return work(session).finally(() => client.end());
}

/** In an order in which each comes after those that it refers to. */
const selectTables = `
  select relname as name from pg_class
  where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> '_prisma_migrations'
  order by relname <> 'accounts', relname <> 'mailboxes', relname`;

type Tables = Record<string, object[]>;

/** Every row of every table, in an order of its own. */
async function tablesOf(session: SqlSession): Promise<Tables> {
  const { rows: names } = (await session.query(selectTables)) as { rows: { name: string }[] };
  const tables: Tables = {};
  for (const { name } of names) {
    const { rows } = await session.query(
      `select to_jsonb(stored) as content from "${name}" stored order by to_jsonb(stored)::text`,
    );
    tables[name] = (rows as { content: object }[]).map(({ content }) => content);
  }
  return tables;
}

/** Fills an old database with rows, of which it takes the columns that it has. Returns what it holds then. */
async function fill(session: SqlSession, from: Tables): Promise<Tables> {
  for (const name of Object.keys(await tablesOf(session))) {
    const rows = JSON.stringify(from[name]);
    await session.query(
      `insert into "${name}" select * from jsonb_populate_recordset(null::"${name}", $1::jsonb)`,
      [rows],
    );
  }
  return tablesOf(session);
}

test('a database of the release before has, once it is migrated, all that an import stores anew', async () => {
  const fresh = await freshPlace();
  const database = await openDatabase(fresh.settings);
  for (const enabled of [false, true]) {
    const tally = await importRecords(database, recordsOf(`open-${enabled}`, deskOfVersionOne(enabled)));
    expect([tally.imported.get('conversation'), tally.rejected.size]).toEqual([500, 0]);
    await tokenFor(database, `open-${enabled}`);
  }
  await refreshRollups(database);
  await database.close();
  const expected = await withSession(fresh, tablesOf);

  const old = await emptyPlace();
  const before = await withSession(old, async (session) => {
    await makeOldDatabase(session);
    return fill(session, expected);
  });
  expect(before['conversations']).toHaveLength(1000);
  expect(before['conversations']?.[0]).not.toHaveProperty('replies_sent');
  expect(await migrateDatabase(old.settings)).toContain('20261129000000_format_1_1');
  expect(await withSession(old, tablesOf)).toEqual(expected);
  await Promise.all([fresh.drop(), old.drop()]);
}, 120_000);
