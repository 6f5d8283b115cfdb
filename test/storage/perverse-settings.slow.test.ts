import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { type Database, migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { type Answer, clientOf, tokenFor } from '../harness/app.ts';
import { runCommand } from '../harness/command.ts';
import { freshDatabase } from '../harness/database.ts';
import { dump } from '../harness/dump.ts';
import { importRecords } from '../harness/import.ts';
import { withServer } from '../harness/postgres.ts';
import { createDatabase, type ServerDatabase } from '../harness/server-database.ts';
import { account, fullConversation, masters } from '../import/helpdesk.ts';

const serverUrl = process.env['TEST_DATABASE_URL'];

/** Everything that changes what a statement reads, writes or prints, whether it commits, or whether it comes to its end. */
const perverse = {
  timezone: 'Asia/Kolkata',
  timezone_abbreviations: 'India',
  datestyle: 'SQL, DMY',
  intervalstyle: 'sql_standard',
  client_encoding: 'LATIN1',
  extra_float_digits: '-15',
  bytea_output: 'escape',
  standard_conforming_strings: 'off',
  backslash_quote: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  gin_fuzzy_search_limit: '1',
  row_security: 'off',
  session_replication_role: 'replica',
  search_path: '"perverse schema", public',
  default_transaction_isolation: 'serializable',
  default_transaction_read_only: 'on',
  default_transaction_deferrable: 'on',
  exit_on_error: 'on',
  plan_cache_mode: 'force_generic_plan',
  lock_timeout: '1ms',
  statement_timeout: '250ms',
  idle_session_timeout: '500ms',
  idle_in_transaction_session_timeout: '1ms',
};

const reports = `{
  conversationsReport(period: { start: "2024-03-01T00:00:00Z", end: "2024-04-01T00:00:00Z" }) {
    current { totalConversations customers conversationsPerDay }
    tags { top { name count } }
  }
  userConversationHistoryReport(user: "u", period: { start: "2024-03-01T00:00:00Z", end: "2024-04-01T00:00:00Z" }) {
    results { number repliedAt responseTime }
  }
  customers(first: 5) { edges { node { id name } } }
}`;

const records = [
  account,
  ...masters,
  fullConversation,
  {
    ...fullConversation,
    id: 'nulls',
    number: 8,
    closedAt: null,
    customerId: null,
    tags: [],
    customFields: [],
  },
  { type: 'customer', id: 'emoji', name: '😀 \\ " \' ñ' },
];

/** What a database holds and answers after an import. */
async function filled(database: Database): Promise<{ stored: object; answer: Answer }> {
  await importRecords(database, records);
  await refreshRollups(database);
  const ask = clientOf(database, await tokenFor(database, 'acme'));
  return { stored: await dump(database), answer: await ask(reports) };
}

/** Runs a statement in such a database without what would end it. */
const unhurried = (url: string, statement: string) =>
  withServer(
    `${url}?options=-c%20statement_timeout%3D0%20-c%20default_transaction_read_only%3Doff`,
    (client) => client.query(statement),
  );

/** Minutes from now until the only token of a database expires, asked as a newcomer would be told. */
async function minutesLeft({ url }: ServerDatabase): Promise<number> {
  const { rows } = await unhurried(
    url,
    `select round(extract(epoch from expires_at - now()) / 60)::int as left from "perverse schema".tokens`,
  );
  return rows[0].left;
}

describe.runIf(serverUrl)('a database that sets everything perversely', () => {
  let perverted: ServerDatabase;

  beforeEach(async () => {
    perverted = await createDatabase(serverUrl ?? '');
    await perverted.inside(async (client) => {
      await client.query('create schema "perverse schema"');
      for (const [name, value] of Object.entries(perverse)) {
        const set = name === 'search_path' ? value : pg.escapeLiteral(value);
        await client.query(`alter database ${perverted.name} set ${name} = ${set}`);
      }
    });
  });

  afterEach(() => perverted.drop());

  test('stores and answers what any other does', async () => {
    const settings = { DATABASE_URL: perverted.url, DATA_DIR: '' };
    const ordinary = await freshDatabase();
    expect(await migrateDatabase(settings)).not.toEqual([]);
    expect(await migrateDatabase(settings)).toEqual([]);
    const database = await openDatabase(settings);
    const got = await filled(database);
    expect(got.answer.body.errors).toBeUndefined();
    expect(got).toEqual(await filled(ordinary));
    await Promise.all([database.close(), ordinary.close()]);
  });

  test('a token of 30 minutes expires in 30 minutes, however the zone changes', async () => {
    const environment = { DATABASE_URL: perverted.url };
    expect((await runCommand(['migrate'], environment)).code).toBe(0);
    const lines = [account, ...masters].map((record) => JSON.stringify(record)).join('\n');
    expect((await runCommand(['import', '-'], environment, lines)).code).toBe(0);
    const create = ['token', 'create', '--account', 'acme', '--expires', '30m'];
    expect(await runCommand(create, environment)).toMatchObject({ code: 0, stderr: '' });
    for (const zone of ['Asia/Kolkata', 'America/Lima', 'UTC']) {
      await unhurried(perverted.url, `alter database ${perverted.name} set timezone = '${zone}'`);
      expect(await minutesLeft(perverted)).toBe(30);
      const { stdout } = await runCommand(['token', 'list', '--account', 'acme'], environment);
      const until = Date.parse(/valid until (\S+)/.exec(stdout)?.[1] ?? '');
      expect(Math.round((until - Date.now()) / 60_000)).toBe(30);
    }
  });

  test('every connection has the same settings, with the limit of a server where there is one', async () => {
    const settings = { DATABASE_URL: perverted.url, DATA_DIR: '' };
    const database = await openDatabase(settings, { connections: 2, statementMilliseconds: 1234 });
    const show = async ({ prisma }: Pick<Database, 'prisma'>) =>
      prisma.$queryRaw`
        select name, case name when 'search_path' then current_schema() else current_setting(name) end as value
        from unnest(${Object.keys(perverse)}::text[]) as n (name)`;
    const ours = {
      ...{
        timezone: 'UTC',
        timezone_abbreviations: 'Default',
        datestyle: 'ISO, MDY',
        intervalstyle: 'postgres',
      },
      ...{ client_encoding: 'UTF8', extra_float_digits: '1', bytea_output: 'hex' },
      ...{ standard_conforming_strings: 'on', backslash_quote: 'safe_encoding', array_nulls: 'on' },
      ...{ transform_null_equals: 'off', gin_fuzzy_search_limit: '0', row_security: 'on' },
      ...{ session_replication_role: 'origin', search_path: 'perverse schema' },
      ...{ default_transaction_isolation: 'read committed', default_transaction_read_only: 'off' },
      ...{ default_transaction_deferrable: 'off', exit_on_error: 'off', plan_cache_mode: 'auto' },
      ...{ lock_timeout: '0', statement_timeout: '1234ms', idle_session_timeout: '0' },
      ...{ idle_in_transaction_session_timeout: '0' },
    };
    expect(Object.keys(ours)).toEqual(Object.keys(perverse));
    const rows = Object.entries(ours).map(([name, value]) => ({ name, value }));
    expect(await show(database)).toEqual(rows);
    expect(await show({ prisma: database.probe })).toEqual(rows);
    expect(await database.prisma.$transaction((prisma) => show({ prisma } as Database))).toEqual(rows);
    await database.close();
  });
});
