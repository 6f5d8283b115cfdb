import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { openEngine } from '../../src/database/engine.ts';
import type { SqlSession } from '../../src/database/migrate.ts';
import { tokenFor } from '../harness/app.ts';
import { type DatabasePlace, emptyPlace, freshPlace } from '../harness/database.ts';
import { rollupsInOneOrder } from '../harness/dump.ts';
import { importRecords } from '../harness/import.ts';
import { conversation, helpdesk } from '../model/helpdesk.ts';
import { type ConversationRecord, type Helpdesk, recordsOf } from '../model/records.ts';

const firstMigration = '20261121000000_init';
const formatMigration = '20261129000000_format_1_1';
const seed = 11;

/** What that release had counted, which is not what there is to count. */
const countedOnce = [{ account_key: 1, measure: 'createdByStatus', part: 0, unit: 'day', month: 20_454 }];

/** A database as the program made it when it had some migrations. */
async function makeOldDatabase(session: SqlSession, migrations: readonly string[]): Promise<void> {
  await session.exec(`create table _prisma_migrations (
    id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
    migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
    started_at timestamptz not null default now(), applied_steps_count integer not null default 0
  )`);
  for (const migration of migrations) {
    const file = new URL(`../../prisma/migrations/${migration}/migration.sql`, import.meta.url);
    await session.exec(await readFile(file, 'utf8'));
    await session.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       values ($1, repeat('0', 64), now(), $1, 1)`,
      [migration],
    );
  }
}

/** A random helpdesk with many conversations in version 1 of the format, or as that is with ratings. */
function deskOfVersionOne(enabled: boolean, hasRatings: boolean): Helpdesk {
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
    conversations: conversations.map((record, index) => ({
      ...versionOne(record),
      id: `${index}`,
      ratings: hasRatings ? record.ratings : [],
    })),
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
  return { ...record, threads };
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

/** Every row of every table, in an order of its own; versions of accounts, which are renewed by each write, are left out. */
async function tablesOf(session: SqlSession): Promise<Tables> {
  const { rows: names } = (await session.query(selectTables)) as { rows: { name: string }[] };
  const tables: Tables = {};
  for (const { name } of names) {
    const { rows } = await session.query(
      `select to_jsonb(stored) - 'version' as content from "${name}" stored order by (to_jsonb(stored) - 'version')::text`,
    );
    tables[name] = (rows as { content: object }[]).map(({ content }) => content);
  }
  return tables;
}

/** Fills an old database with rows, of which it takes the columns that it has. */
async function fill(session: SqlSession, from: Tables): Promise<void> {
  for (const name of Object.keys(await tablesOf(session))) {
    const rows = JSON.stringify(from[name]);
    await session.query(
      `insert into "${name}" select * from jsonb_populate_recordset(null::"${name}", $1::jsonb)`,
      [rows],
    );
  }
}

const comparable = (tables: Tables): Tables => ({
  ...tables,
  monthly_counts: rollupsInOneOrder(tables['monthly_counts'] ?? []),
});

test.each([
  ['the release before', [firstMigration], formatMigration, false],
  ['the time before ratings were counted', [firstMigration, formatMigration], '20261129101000_ratings', true],
])(
  'a database of %s has, once it is migrated, all that an import stores anew',
  async (_case, migrations, next, hasRatings) => {
    const fresh = await freshPlace();
    const database = await openDatabase(fresh.settings);
    for (const enabled of [false, true]) {
      const tally = await importRecords(
        database,
        recordsOf(`open-${enabled}`, deskOfVersionOne(enabled, hasRatings)),
      );
      expect([tally.imported.get('conversation'), tally.rejected.size]).toEqual([500, 0]);
      await tokenFor(database, `open-${enabled}`);
    }
    await refreshRollups(database);
    await database.close();
    const expected = await withSession(fresh, tablesOf);

    const old = await emptyPlace();
    const before = await withSession(old, async (session) => {
      await makeOldDatabase(session, migrations);
      await fill(session, { ...expected, rollups: countedOnce });
      return tablesOf(session);
    });
    expect(before['conversations']).toHaveLength(1000);
    expect(before['rollups']).toHaveLength(1);
    expect('replies_sent' in (before['conversations']?.[0] ?? {})).toBe(hasRatings);
    expect(before['ratings']?.length ?? 0).toBeGreaterThan(hasRatings ? 100 : -1);
    expect(await migrateDatabase(old.settings)).toContain(next);
    const migrated = await openDatabase(old.settings);
    await refreshRollups(migrated);
    await migrated.close();
    expect(comparable(await withSession(old, tablesOf))).toEqual(comparable(expected));
    await Promise.all([fresh.drop(), old.drop()]);
  },
  120_000,
);
