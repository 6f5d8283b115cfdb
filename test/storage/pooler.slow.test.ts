import { readdirSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Database, migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { withinScope } from '../../src/database/scope.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { runCommand, startServer } from '../harness/command.ts';
import { freshDatabase } from '../harness/database.ts';
import { dumpWithRollups } from '../harness/dump.ts';
import { importLines } from '../harness/import.ts';
import { type Pooler, pgbouncerProgram, startPgbouncer } from '../harness/pgbouncer.ts';
import { createDatabase, type ServerDatabase } from '../harness/server-database.ts';

// Whole commands run here, one after the other.
vi.setConfig({ testTimeout: 240_000 });

const serverUrl = process.env['TEST_DATABASE_URL'];
// Needs a PostgreSQL server, and Debian's PgBouncer in front of it.
const isThere = serverUrl !== undefined && pgbouncerProgram !== undefined;

const helpdesk = { conversations: 400, seed: 3, account: 'acme', end: new Date('2026-06-01T00:00:00Z') };
const lines = [...generateHelpdesk(helpdesk)];
const reports = `{
  conversationsReport(period: { start: "2026-01-01T00:00:00Z", end: "2026-06-01T00:00:00Z" }, compareTo: PREVIOUS_YEAR) {
    current { totalConversations customers } deltas { totalConversations } tags { top { name count } }
  }
  mailboxes { name }
  customers(first: 10) { edges { node { id name } } }
}`;

for (const mode of ['session', 'transaction'] as const)
  describe.skipIf(!isThere)(`behind PgBouncer in ${mode} mode`, () => {
    let pooler: Pooler;
    let place: ServerDatabase;
    let url: string;
    let environment: Record<string, string>;

    beforeAll(async () => {
      pooler = await startPgbouncer(pgbouncerProgram ?? '', mode, serverUrl ?? '');
      place = await createDatabase(serverUrl ?? '');
      url = pooler.urlOf(place.url);
      environment = { DATABASE_URL: url };
    });

    afterAll(async () => {
      await place.drop();
      await pooler.stop();
    });

    const open = (limits = {}): Promise<Database> =>
      openDatabase({ DATABASE_URL: url, DATA_DIR: '' }, limits);

    test('two migrate at once, and each migration is applied by one of them', async () => {
      const settings = { DATABASE_URL: url, DATA_DIR: '' };
      const applied = (await Promise.all([migrateDatabase(settings), migrateDatabase(settings)])).flat();
      const migrations = readdirSync('prisma/migrations').filter((name) => !name.endsWith('.toml'));
      expect(applied.sort()).toEqual(migrations.sort());
      expect(await runCommand(['migrate'], environment)).toMatchObject({ code: 0, stderr: '' });
    });

    test('an import stores and counts what it does elsewhere, and reports answer the same', async () => {
      const imported = await runCommand(['import', '-'], environment, lines.join('\n'));
      expect(imported).toMatchObject({ code: 0 });
      const [pooled, plain] = [await open(), await freshDatabase()];
      const beside = await openDatabase({ DATABASE_URL: place.url, DATA_DIR: '' });
      await importLines(plain, lines);
      const ask = async (database: Database) => clientOf(database, await tokenFor(database, 'acme'))(reports);
      const answer = await ask(plain);
      expect(answer.body.errors).toBeUndefined();
      expect(await ask(pooled)).toEqual(answer);
      const {
        monthly_counts: _,
        busy_customers,
        weekly_times,
        stale_days,
        ...stored
      } = await dumpWithRollups(pooled);
      expect(await dumpWithRollups(plain)).toMatchObject(stored);
      expect(stale_days).toEqual([]);
      expect(await dumpWithRollups(beside)).toMatchObject({ busy_customers, weekly_times });
      await Promise.all([pooled.close(), plain.close(), beside.close()]);
    });

    test('tokens are made, listed and revoked, and a server answers', async () => {
      const create = ['token', 'create', '--account', 'acme', '--expires', '30m'];
      const { stdout: token } = await runCommand(create, environment);
      const list = () => runCommand(['token', 'list', '--account', 'acme'], environment);
      const id = (await list()).stdout.trim().split('\n').at(-1)?.split('\t')[0] ?? '';
      const server = await startServer({ ...environment, LOG_LEVEL: 'warn' });
      const ask = async () =>
        (
          await fetch(`${server.address}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${token.trim()}` },
            body: JSON.stringify({ query: reports }),
          })
        ).status;
      // Many at once, so that they meet on each of the pooler's connections.
      expect(new Set(await Promise.all(Array.from({ length: 30 }, ask)))).toEqual(new Set([200]));
      expect((await fetch(`${server.address}/health/ready`)).status).toBe(200);
      expect(await runCommand(['token', 'revoke', id], environment)).toMatchObject({ code: 0, stderr: '' });
      expect((await list()).stdout).toContain(`${id}\trevoked`);
      expect(await ask()).toBe(401);
      expect(await server.stop()).toEqual({ code: 0, log: '' });
    });

    test('what others set on the connections that they share changes nothing, nor is anything set for them', async () => {
      const database = await open();
      const other = new pg.Client({ connectionString: url });
      await other.connect();
      const settings = async () =>
        (await other.query(`select name, setting from pg_settings where source = 'session' order by name`))
          .rows;
      const before = await settings();
      const ask = clientOf(database, await tokenFor(database, 'acme'));
      const answer = await ask(reports);
      expect(await settings()).toEqual(before);
      await other.query(`set search_path = pg_catalog; set array_nulls = off; set bytea_output = 'escape';
      set default_transaction_read_only = on; set intervalstyle = 'sql_standard'; set timezone = 'Asia/Kolkata'`);
      expect(await ask(reports)).toEqual(answer);
      await tokenFor(database, 'acme');
      await other.query('reset all');
      await other.end();
      await database.close();
    });

    test('a statement is cancelled when nobody waits for it any more, or the time is up', async () => {
      const database = await open({ connections: 2, statementMilliseconds: 1000 });
      const asleep = () =>
        place.inside(async (client) => {
          const { rows } = await client.query(
            `select count(*)::int as count from pg_stat_activity
           where datname = current_database() and state = 'active' and query ~ 'pg_sleep' and pid <> pg_backend_pid()`,
          );
          return rows[0].count;
        });
      const sleep = () => database.prisma.$queryRaw`select pg_sleep(60)::text`;
      const giveUp = new AbortController();
      const asked = withinScope(giveUp.signal, async () => sleep());
      asked.catch(() => {}); // It is looked at below.
      await vi.waitFor(async () => expect(await asleep()).toBe(1), { timeout: 10_000 });
      giveUp.abort(new Error('given up'));
      await expect(asked).rejects.toThrow('given up');
      await vi.waitFor(async () => expect(await asleep()).toBe(0), { timeout: 10_000 });
      await expect(sleep()).rejects.toThrow(/statement timeout/);
      expect(await database.prisma.$queryRaw`select 1 as one`).toEqual([{ one: 1 }]);
      await database.close();
    });
  });
