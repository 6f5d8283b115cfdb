import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { type RunningServer, runCommand, startCommand, startServer } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { withServer } from '../harness/postgres.ts';
import { expectedLines, hasHelpScoutData } from './helpscout-data.ts';
import { startHelpScoutStub, stubApp } from './helpscout-stub.ts';
import type { HelpScoutStub } from './helpscout-stub-state.ts';
import { importedRows, storedRows } from './stored.ts';

describe.skipIf(!hasHelpScoutData)('deskgraph connect helpscout', { timeout: 600_000 }, () => {
  let stub: HelpScoutStub;
  let place: DatabasePlace;
  let server: RunningServer | undefined;

  beforeEach(async () => {
    stub = await startHelpScoutStub();
    stub.now = Math.floor(Date.now() / 1000);
    // Whatever people wrote must get nowhere.
    for (const { conversation, threads } of stub.account.conversations) {
      Object.assign(conversation, { preview: 'CANARY', cc: ['CANARY@example.com'] });
      for (const thread of threads) Object.assign(thread, { body: 'CANARY', to: ['CANARY@example.com'] });
    }
    place = await freshPlace();
  });

  afterEach(async () => {
    await server?.stop();
    server = undefined;
    await stub.close();
    await place.drop();
  });

  const connectArguments = [
    'connect',
    'helpscout',
    '--as',
    'hs',
    '--time-zone',
    'Europe/Paris',
    '--rate',
    '100000',
  ];
  const environment = () => ({ ...place.settings, ...stubApp, HELPSCOUT_API_URL: stub.url });

  async function rows(): Promise<Record<string, string[]>> {
    const database = await openDatabase(place.settings);
    return storedRows(database).finally(() => database.close());
  }

  test('copies an account, tells its state, compares it, and keeps nothing that people wrote', async () => {
    stub.rated = new Map();
    const copied = await runCommand([...connectArguments, '--once'], environment());
    expect(copied).toMatchObject({ code: 0, stdout: expect.stringContaining('conversations: 56') });
    expect(await rows()).toEqual(await importedRows(expectedLines()));
    const status = await runCommand(['connect', 'status'], environment());
    expect(status).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('phase: live') });
    const march = ['--since', '2024-03-01T00:00:00Z', '--until', '2024-04-01T00:00:00Z'];
    const checked = await runCommand(['connect', 'check', '--as', 'hs', ...march], environment());
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout.trim().split('\n').at(-1)).toBe('equal');
    const printed = [copied, status, checked].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(printed).not.toContain('CANARY');
    const stored = await storedText();
    expect(stored).toContain('Ada Obi');
    expect(stored).not.toMatch(/CANARY|@example\.com|secret words/);
  });

  /** All that the database wrote. */
  async function storedText(): Promise<string> {
    const { DATABASE_URL, DATA_DIR } = place.settings;
    if (!DATABASE_URL) {
      const files = await readdir(DATA_DIR, { recursive: true, withFileTypes: true });
      const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
      return (await Promise.all(paths.map((path) => readFile(path, 'latin1')))).join('\n');
    }
    return withServer(DATABASE_URL, async (client) => {
      const { rows: tables } = await client.query(
        `select tablename from pg_tables where schemaname = 'public'`,
      );
      const contents: string[] = [];
      for (const { tablename } of tables) {
        const { rows: found } = await client.query(`select to_jsonb(t)::text as row from "${tablename}" t`);
        contents.push(...found.map(({ row }) => row));
      }
      return contents.join('\n');
    });
  }

  test.each([3, 16, 40, 53, 55])(
    'killed after %i requests and run again leaves the same',
    async (killAfter) => {
      const child = startCommand([...connectArguments, '--once'], environment());
      const ended = once(child, 'close');
      stub.intercept = () => {
        if (stub.requests.length >= killAfter) child.kill('SIGKILL');
        return undefined;
      };
      await ended;
      expect(stub.requests.length).toBeGreaterThanOrEqual(killAfter);
      stub.intercept = () => undefined;
      expect(await runCommand([...connectArguments, '--once'], environment())).toMatchObject({ code: 0 });
      expect(await rows()).toEqual(await importedRows(expectedLines()));
    },
  );

  test.each([
    [{ HELPSCOUT_API_URL: 'http://api.helpscout.example' }, [], /HELPSCOUT_API_URL is plain http/],
    [{ HELPSCOUT_APP_SECRET: '' }, [], /the variable HELPSCOUT_APP_SECRET must hold/],
    [{ HELPSCOUT_APP_SECRET: 'wrong' }, [], /Help Scout refuses these credentials \(401\)/],
    [{}, ['--time-zone', 'Paris'], /IANA name/],
    [{}, ['--mailbox', '77'], /this user does not see inbox 77/],
    [{}, ['--office-hours', '/nowhere.json'], /It must be a file such as/],
  ])('%j %j is refused in one line', async (changed, args, message) => {
    const { code, stderr } = await runCommand([...connectArguments, ...args, '--once'], {
      ...environment(),
      ...changed,
    });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  test('without a time zone it says which one most have', async () => {
    const args = connectArguments.filter((argument) => !/time-zone|Europe/.test(argument));
    expect(await runCommand([...args, '--once'], environment())).toEqual({
      code: 2,
      stdout: '',
      stderr: 'deskgraph: --time-zone must be given: most owners and administrators have Europe/Paris\n',
    });
  });

  test('a server enables its webhook again, and a hook shows in the report', async () => {
    const hooked = [...connectArguments, '--once', '--webhook-url', 'http://127.0.0.1:9'];
    expect(await runCommand(hooked, environment())).toMatchObject({ code: 0 });
    const [webhook] = stub.webhooks;
    if (!webhook) throw new Error('no webhook was made');
    expect(webhook).toMatchObject({ label: 'deskgraph', secret: expect.stringMatching(/^\S{40}$/) });
    webhook.state = 'disabled';
    const { stdout } = await runCommand(['token', 'create', '--account', 'hs'], environment());
    server = await startServer(environment());
    while (stub.webhooks[0]?.state === 'disabled') await new Promise((resolve) => setTimeout(resolve, 100));
    const enabled = stub.webhooks[0];
    if (!enabled) throw new Error('the webhook is gone');
    enabled.url = enabled.url.replace('http://127.0.0.1:9', server.address);
    const known = structuredClone(stub.find(500000001));
    Object.assign(known.conversation, { id: 500000900, number: 2000, createdAt: '2024-03-16T09:00:00Z' });
    stub.account.conversations.push(known);
    stub.requests.length = 0;
    const deliveries = [1, 2, 3].map(() =>
      stub.deliver('convo.created', { id: 500000900, preview: 'CANARY' }),
    );
    expect((await Promise.all(deliveries)).flat()).toEqual([200, 200, 200]);
    const startedAt = Date.now();
    while ((await createdIn(server.address, stdout.trim())) !== 56)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    expect(stub.requests.filter((request) => request.includes('/500000900?'))).toHaveLength(1);
    const { code, log } = await server.stop();
    server = undefined;
    expect(code).toBe(0);
    expect(log).toContain('Help Scout had disabled the webhook; it was enabled again');
    expect(log).not.toContain('CANARY');
  });

  async function createdIn(address: string, token: string): Promise<unknown> {
    const period = 'start=2024-03-01T00:00:00Z&end=2024-04-01T00:00:00Z';
    const response = await fetch(`${address}/v2/reports/conversations?${period}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { current } = (await response.json()) as { current: { conversationsCreated: number } };
    return current.conversationsCreated;
  }

  test('remove takes the webhook away, and the account', async () => {
    const hooked = [...connectArguments, '--once', '--webhook-url', 'http://127.0.0.1:9'];
    expect(await runCommand(hooked, environment())).toMatchObject({ code: 0 });
    expect(stub.webhooks).toHaveLength(1);
    expect(await runCommand(hooked, environment())).toMatchObject({ code: 0 });
    expect(stub.webhooks).toHaveLength(1);
    expect(await runCommand(['connect', 'remove', '--as', 'hs'], environment())).toMatchObject({ code: 0 });
    expect(stub.webhooks).toEqual([]);
    expect(new Set(Object.values(await rows()).flat())).toEqual(new Set());
  });
});
