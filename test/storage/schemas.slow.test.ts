import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listTokens } from '../../src/auth/tokens.ts';
import { migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { runCommand } from '../harness/command.ts';
import { withServer } from '../harness/postgres.ts';
import { createDatabase, newName, type ServerDatabase } from '../harness/server-database.ts';

const serverUrl = process.env['TEST_DATABASE_URL'] ?? '';

describe.runIf(serverUrl)('the schema of the tables', () => {
  let place: ServerDatabase;
  let role: string;

  beforeEach(async () => {
    place = await createDatabase(serverUrl);
    role = newName('role');
    await place.inside((client) => client.query(`create role ${role} login`));
  });

  afterEach(async () => {
    await place.drop();
    await withServer(serverUrl, (client) => client.query(`drop role ${role}`));
  });

  /** The database's address, for the role, with parameters. */
  const urlFor = (parameters = ''): string => {
    const url = new URL(place.url);
    url.username = role;
    url.search = parameters;
    return url.href;
  };

  /** How many tables each schema has. */
  const tables = () =>
    place.inside(async (client) => {
      const { rows } = await client.query(
        `select schemaname as name, count(*)::int > 10 as filled from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema') group by 1 order by 1`,
      );
      return rows;
    });

  /** Fills a database through Prisma's statements and raw ones, and reads it through both. */
  async function fill(url: string, id: string): Promise<void> {
    const settings = { DATABASE_URL: url, DATA_DIR: '' };
    await migrateDatabase(settings);
    const database = await openDatabase(settings);
    await createAccount(database, id, { records: [{ type: 'user', id: 'u', name: id }] });
    const ask = clientOf(database, await tokenFor(database, id));
    expect((await ask('{ account { id } users { name } }')).body).toEqual({
      data: { account: { id }, users: [{ name: id }] },
    });
    expect(await listTokens(database, id)).toHaveLength(1);
    expect((await database.probe.$queryRaw`select id from accounts`) as object).toEqual([{ id }]);
    await database.close();
    expect(await migrateDatabase(settings)).toEqual([]);
  }

  test("a role's own comes before public, though others have tables there", async () => {
    await fill(place.url, 'first');
    await place.inside((client) => client.query(`create schema ${role} authorization ${role}`));
    await fill(urlFor(), 'second');
    expect(await tables()).toEqual([role, 'public'].sort().map((name) => ({ name, filled: true })));
  });

  test.each([
    ['as a plain name', 'desk'],
    ['with capitals, a space and quotes', `De"sk 'x`],
    ['that is a word of SQL', 'order'],
  ])('the one that the address names, %s, is made', async (_case, name) => {
    await place.inside((client) => client.query(`grant create on database ${place.name} to ${role}`));
    await fill(urlFor(`schema=${encodeURIComponent(name)}`), 'named');
    expect(await tables()).toEqual([{ name, filled: true }]);
  });

  test('several in one database know nothing of each other', async () => {
    await fill(`${place.url}?schema=one`, 'one');
    await fill(`${place.url}?schema=two`, 'two');
    await fill(place.url, 'three');
    expect((await tables()).map(({ name }) => name)).toEqual(['one', 'public', 'two']);
  });

  test('one that there is not, or where nothing may be made, is named', async () => {
    const migrate = (parameters = '') => runCommand(['migrate'], { DATABASE_URL: urlFor(parameters) });
    expect(await migrate()).toEqual({
      code: 2,
      stdout: '',
      stderr: `deskgraph: DATABASE_URL: permission denied for schema public: grant the role to create tables in schema public, or name a schema of its own with ?schema=\n`,
    });
    expect(await migrate('schema=desk')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^deskgraph: DATABASE_URL: permission denied for database [^\n]+desk[^\n]+\n$/,
      ),
    });
    await place.inside((client) => client.query(`alter role ${role} set search_path = nowhere`));
    expect(await migrate()).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^deskgraph: DATABASE_URL: no schema of the role's search_path exists; [^\n]+\n$/,
      ),
    });
    expect(await runCommand(['import', '-'], { DATABASE_URL: urlFor('schema=desk') })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^deskgraph: DATABASE_URL lacks \d+ migration/),
    });
  });
});

describe.runIf(serverUrl)('a database that is not UTF-8', () => {
  test.each(['LATIN1', 'SQL_ASCII'])('%s is refused by migrate', async (encoding) => {
    const place = await createDatabase(serverUrl, `template template0 encoding '${encoding}' locale 'C'`);
    expect(await runCommand(['migrate'], { DATABASE_URL: place.url })).toEqual({
      code: 2,
      stdout: '',
      stderr: `deskgraph: DATABASE_URL must be a UTF-8 database, and ${place.name} is ${encoding}: make another, with encoding 'UTF8' template template0\n`,
    });
    await place.drop();
  });
});
