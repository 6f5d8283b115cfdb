import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { runCommand, startCommand } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { expectNoSecretStored } from './chatwoot-secrets.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import { type ChatwootStub, stubToken } from './chatwoot-stub-state.ts';
import { expectedRows, storedRows } from './stored.ts';

describe.skipIf(!hasChatwootData)('deskgraph connect chatwoot', { timeout: 600_000 }, () => {
  let stub: ChatwootStub;
  let place: DatabasePlace;

  beforeEach(async () => {
    stub = await startChatwootStub();
    place = await freshPlace();
  });

  afterEach(async () => {
    await stub.close();
    await place.drop();
  });

  const connectArguments = () => [
    ...['connect', 'chatwoot', '--url', stub.url, '--account', '1', '--as', 'acme'],
    ...['--public-url', 'https://chat.example.com', '--rate', '100000', '--once'],
  ];
  const environment = () => ({ ...place.settings, CHATWOOT_TOKEN: stubToken });

  async function rows(): Promise<Record<string, string[]>> {
    const database = await openDatabase(place.settings);
    return storedRows(database).finally(() => database.close());
  }

  test('copies an account, tells its state, and compares it', async () => {
    stub.now = Math.floor(Date.now() / 1000);
    const copied = await runCommand(connectArguments(), environment());
    expect(copied).toMatchObject({ code: 0, stdout: expect.stringContaining('conversations: 30') });
    expect(copied.stderr).toMatch(/^conversations: 30 in \d+ s\nratings: 3 in .*\nthreads: 30 in /m);
    expect(await rows()).toEqual(await expectedRows('rest'));
    const status = await runCommand(['connect', 'status'], environment());
    expect(status).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('phase: live') });
    const checked = await runCommand(['connect', 'check', '--as', 'acme'], environment());
    expect(checked.stdout.trim().split('\n').at(-1)).toBe('equal');
    expect(checked.code).toBe(0);
    const printed = [copied, status, checked].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(printed).not.toContain('CANARY');
    await expectNoSecretStored(place.settings);
  });

  test.each([1, 7, 26, 60, 70])(
    'killed after %i requests and run again leaves the same',
    async (killAfter) => {
      const child = startCommand(connectArguments(), environment());
      const ended = once(child, 'close');
      stub.intercept = () => {
        if (stub.requests.length >= killAfter) child.kill('SIGKILL');
        return undefined;
      };
      await ended;
      expect(stub.requests.length).toBeGreaterThanOrEqual(killAfter);
      stub.intercept = () => undefined;
      expect(await runCommand(connectArguments(), environment())).toMatchObject({ code: 0 });
      expect(await rows()).toEqual(await expectedRows('rest'));
    },
  );

  test('without --once it stays when all is copied, until it is told to end', async () => {
    stub.now = Math.floor(Date.now() / 1000);
    const child = startCommand(
      connectArguments().filter((argument) => argument !== '--once'),
      environment(),
    );
    const ended = once(child, 'close');
    let printed = '';
    for await (const chunk of child.stdout ?? []) {
      printed += chunk;
      if (printed.includes('changes are copied as they come')) child.kill('SIGTERM');
    }
    expect(await ended).toEqual([0, null]);
    expect(printed).toContain('phase: live');
    expect(await rows()).toEqual(await expectedRows('rest'));
  });

  test('of two at once the second says who copies', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = startCommand(connectArguments(), environment());
    const printed = text(first.stderr ?? Readable.from([]));
    const ended = once(first, 'close');
    let reached = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      reached = resolve;
    });
    stub.delay = (path) => {
      if (!path.includes('/messages')) return undefined;
      reached();
      return held;
    };
    await waiting;
    stub.delay = () => undefined;
    const second = await runCommand(connectArguments(), environment());
    release();
    expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining(`process ${first.pid}`) });
    expect(await ended).toEqual([0, null]);
    expect(await printed).not.toContain('deskgraph:');
  });

  test.each([
    [['--url', 'http://chat.example.com', '--account', '1'], /plain http: the token could be read/],
    [['--url', 'ftp://chat.example.com', '--account', '1'], /It must be an address such as/],
    [['--url', 'https://chat.example.com', '--account', 'one'], /a whole number from 1 to 2147483647/],
    [['--url', 'https://chat.example.com', '--account', '1', '--type', '14=fax'], /such as 14=phone/],
    [['--url', 'https://chat.example.com', '--account', '1', '--time-zone', 'Paris'], /IANA name/],
    [['--url', 'https://chat.example.com', '--account', '1'], /the variable CHATWOOT_TOKEN must hold/],
  ])('%j is refused in one line', async (args, message) => {
    const { code, stderr } = await runCommand(['connect', 'chatwoot', ...args, '--once'], place.settings);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  test('an account of another source needs another name', async () => {
    expect(await runCommand(connectArguments(), environment())).toMatchObject({ code: 0 });
    const args = connectArguments().map((argument) => (argument === '1' ? '2' : argument));
    expect(await runCommand(args, environment())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('choose another name with --as'),
    });
  });

  test('remove forgets the connection, and without --keep-data the account', async () => {
    expect(await runCommand(connectArguments(), environment())).toMatchObject({ code: 0 });
    const created = await runCommand(['token', 'create', '--account', 'acme'], environment());
    expect(created.code).toBe(0);
    const removal = ['connect', 'remove', '--as', 'acme'];
    expect(await runCommand([...removal, '--keep-data'], environment())).toEqual({
      code: 0,
      stdout: 'acme is copied no more\n',
      stderr: '',
    });
    expect(await rows()).toEqual(await expectedRows('rest'));
    expect(await runCommand(removal, environment())).toMatchObject({ code: 2 });
  });

  test('an account that is removed leaves nothing, and can be copied again', async () => {
    expect(await runCommand(connectArguments(), environment())).toMatchObject({ code: 0 });
    expect(await runCommand(['token', 'create', '--account', 'acme'], environment())).toMatchObject({
      code: 0,
    });
    expect(await runCommand(['connect', 'remove', '--as', 'acme'], environment())).toEqual({
      code: 0,
      stdout: 'acme is deleted\n',
      stderr: '',
    });
    expect(new Set(Object.values(await rows()).flat())).toEqual(new Set());
    expect(await runCommand(connectArguments(), environment())).toMatchObject({ code: 0 });
    expect(await rows()).toEqual(await expectedRows('rest'));
  });

  test('what is not connected can be neither told of nor checked', async () => {
    for (const command of ['status', 'check'])
      expect(await runCommand(['connect', command, '--as', 'acme'], environment())).toMatchObject({
        code: 2,
        stderr: 'deskgraph: no account "acme" is connected\n',
      });
  });
});
