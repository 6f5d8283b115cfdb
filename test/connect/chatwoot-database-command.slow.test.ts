import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { runCommand, startCommand, startServer } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { expectNoSecretStored } from './chatwoot-secrets.ts';
import {
  type ChatwootTables,
  hasServer,
  type PreparedTables,
  prepareChatwootTables,
} from './chatwoot-tables.ts';
import { expectedRows, storedRows } from './stored.ts';

const connectArguments = [
  ...['connect', 'chatwoot', '--account', '1', '--as', 'acme', '--public-url', 'https://chat.example.com'],
  ...['--database-env', 'CHATWOOT_DATABASE', '--once'],
];

describe.skipIf(!hasChatwootData || !hasServer)(
  'deskgraph connect chatwoot --database-env',
  { timeout: 300_000 },
  () => {
    let prepared: PreparedTables;
    let tables: ChatwootTables;
    let place: DatabasePlace;

    beforeAll(async () => {
      prepared = await prepareChatwootTables();
    });

    afterAll(() => prepared.drop());

    beforeEach(async () => {
      tables = await prepared.copy();
      place = await freshPlace();
    });

    afterEach(async () => {
      await tables.drop();
      await place.drop();
    });

    const environment = (url = tables.url) => ({ ...place.settings, CHATWOOT_DATABASE: url });

    async function rows(): Promise<Record<string, string[]>> {
      const database = await openDatabase(place.settings);
      return storedRows(database).finally(() => database.close());
    }

    test('copies an account without a token, tells its state, compares it, and keeps no secret', async () => {
      const copied = await runCommand(connectArguments, environment());
      expect(copied).toMatchObject({ code: 0, stdout: expect.stringContaining('conversations: 30') });
      expect(copied.stderr).toMatch(/^conversations: 30 in \d+ s\n$/);
      expect(await rows()).toEqual(await expectedRows('db'));
      const status = await runCommand(['connect', 'status'], environment());
      expect(status).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringContaining('by its database'),
      });
      const checked = await runCommand(['connect', 'check', '--as', 'acme'], environment());
      expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/\nequal\n$/) });
      const printed = [copied, status, checked].map(({ stdout, stderr }) => stdout + stderr).join('');
      expect(printed).not.toMatch(/CANARY/);
      await expectNoSecretStored(place.settings);
    });

    test('killed at any moment and run again it leaves the same', async () => {
      for (const milliseconds of [500, 900, 1200, 1500, 2000]) {
        const child = startCommand(connectArguments, environment());
        const ended = once(child, 'close');
        setTimeout(() => child.kill('SIGKILL'), milliseconds);
        await ended;
      }
      expect(await runCommand(connectArguments, environment())).toMatchObject({ code: 0 });
      expect(await rows()).toEqual(await expectedRows('db'));
    });

    test('of two at once the second says who copies', async () => {
      const first = await tables.inside(async (client) => {
        // Whoever reads messages waits until this ends.
        await client.query('begin; lock table messages in access exclusive mode');
        const child = startCommand(connectArguments, environment());
        const ended = once(child, 'close');
        const waiting = "select 1 from pg_locks where relation = 'messages'::regclass and not granted";
        while ((await client.query(waiting)).rows.length === 0)
          await new Promise((resolve) => setTimeout(resolve, 100));
        expect(await runCommand(connectArguments, environment())).toMatchObject({
          code: 2,
          stderr: expect.stringContaining(`process ${child.pid}`),
        });
        await client.query('commit');
        return ended;
      });
      expect(first).toEqual([0, null]);
      expect(await rows()).toEqual(await expectedRows('db'));
    });

    test('a conversation that is written to the tables counts within seconds while a server runs', async () => {
      expect(await runCommand(connectArguments, environment())).toMatchObject({ code: 0 });
      const created = await runCommand(['token', 'create', '--account', 'acme'], environment());
      const token = created.stdout.trim().split('\n').at(-1);
      const server = await startServer({ ...environment(), LOG_LEVEL: 'debug' });
      const period = '{ start: "2024-03-01T00:00:00Z", end: "2024-04-01T00:00:00Z" }';
      const query = `{ channelSummaryReport(period: ${period}) { current { total } } }`;
      const count = async (): Promise<number> => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
        const options = { method: 'POST', headers, body: JSON.stringify({ query }) };
        const answer = await (await fetch(`${server.address}/graphql`, options)).json();
        return answer.data.channelSummaryReport.current.reduce(
          (sum: number, one: { total: number }) => sum + one.total,
          0,
        );
      };
      try {
        expect(await count()).toBe(29);
        await tables.inside((client) =>
          client.query(`
          insert into conversations (id, account_id, inbox_id, contact_id, display_id, created_at, updated_at)
          values (5900, 1, 11, 903, 900, '2024-03-20', '2024-03-20')`),
        );
        await expect.poll(count, { timeout: 40_000, interval: 500 }).toBe(30);
      } finally {
        const { log } = await server.stop();
        expect(log).not.toMatch(/CANARY/);
      }
    });

    test.each([
      ['a variable that is not set', '', /the variable CHATWOOT_DATABASE must hold the address/],
      [
        'no address of PostgreSQL',
        'https://chat.example.com',
        /the variable CHATWOOT_DATABASE must hold the address/,
      ],
      [
        'a mode nobody knows',
        'postgresql://a@127.0.0.1/b?sslmode=maybe',
        /^deskgraph: CHATWOOT_DATABASE cannot be used: sslmode must be/,
      ],
      [
        'a port where nobody listens',
        'postgresql://a:CANARY@127.0.0.1:1/b',
        /Chatwoot's database: connect ECONNREFUSED/,
      ],
    ])('%s is told in one line', async (_, url, message) => {
      const { code, stderr } = await runCommand(connectArguments, environment(url));
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).not.toContain('CANARY');
      expect(code).toBe(2);
    });

    test('an account that is not there is told in one line', async () => {
      const args = connectArguments.map((argument) => (argument === '1' ? '2' : argument));
      expect(await runCommand(args, environment())).toEqual({
        code: 2,
        stdout: '',
        stderr: "deskgraph: Chatwoot's database has no account 2\n",
      });
    });
  },
);
