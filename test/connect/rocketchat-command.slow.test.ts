import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON } from 'bson';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { runCommand, startCommand } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { withServer } from '../harness/postgres.ts';
import { collections, expectedRestLines, hasRocketchatData, rocketchatPath } from './rocketchat-data.ts';
import { startRocketchatStub } from './rocketchat-stub.ts';
import { type RocketchatStub, stubToken, stubUser } from './rocketchat-stub-state.ts';
import { importedRows, storedRows } from './stored.ts';

describe.skipIf(!hasRocketchatData)('deskgraph connect rocketchat', { timeout: 600_000 }, () => {
  let stub: RocketchatStub;
  let place: DatabasePlace;

  beforeEach(async () => {
    stub = await startRocketchatStub();
    place = await freshPlace();
  });

  afterEach(async () => {
    await stub.close();
    await place.drop();
  });

  const connectArguments = () => [
    ...['connect', 'rocketchat', '--url', stub.url, '--as', 'rc', '--time-zone', 'UTC', '--once'],
    ...['--public-url', 'https://chat.example.com', '--rate', '100000'],
  ];
  const environment = () => ({
    ...place.settings,
    ROCKETCHAT_USER_ID: stubUser,
    ROCKETCHAT_AUTH_TOKEN: stubToken,
  });
  // Without --once: nothing keeps a dump current, so the command ends by itself.
  const dumpArguments = (...paths: string[]) => [
    ...['connect', 'rocketchat', '--as', 'rc', '--time-zone', 'UTC', '--dump', ...paths],
  ];

  async function rows(): Promise<Record<string, string[]>> {
    const database = await openDatabase(place.settings);
    return storedRows(database).finally(() => database.close());
  }

  /** All that the database wrote, as far as it is text. */
  async function written(): Promise<string> {
    const { DATABASE_URL, DATA_DIR } = place.settings;
    if (!DATABASE_URL) {
      const files = await readdir(DATA_DIR, { recursive: true, withFileTypes: true });
      const contents = files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
      return (await Promise.all(contents)).join('\n');
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

  /** What people wrote and what opens doors is in every place that Rocket.Chat has for it. */
  function plantCanaries(): void {
    for (const messages of stub.messages.values())
      for (const message of messages)
        Object.assign(message, { msg: 'CANARY', md: [{ value: 'CANARY' }], attachments: ['CANARY'] });
    for (const room of stub.rooms.values()) {
      Object.assign(room['v'] as object, { token: 'CANARY', phone: [{ phoneNumber: 'CANARY' }] });
      Object.assign(room, {
        livechatData: { notes: 'CANARY', other: 'CANARY' },
        crmData: 'CANARY',
        lastMessage: { msg: 'CANARY' },
        email: { inbox: 'CANARY', replyTo: 'CANARY', thread: ['CANARY'] },
      });
    }
    stub.lists.get('custom-fields')?.push({ _id: 'notes', label: 'Notes', scope: 'room', type: 'input' });
    for (const user of stub.lists.get('users/agent') ?? []) user['emails'] = [{ address: 'CANARY' }];
  }

  test('copies a workspace, tells its state, compares it, and keeps nothing that must not be', async () => {
    plantCanaries();
    const copied = await runCommand(connectArguments(), environment());
    expect(copied.stdout).toMatch(/^Rocket.Chat 7.10, the limiter is bypassed, 6 rooms: about \d+ s\n/);
    expect(copied).toMatchObject({ code: 0, stdout: expect.stringContaining('conversations: 6') });
    const status = await runCommand(['connect', 'status'], environment());
    expect(status).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('phase: live') });
    const span = ['--since', '2024-03-01T00:00:00Z', '--until', '2024-04-01T00:00:00Z'];
    const checked = await runCommand(['connect', 'check', '--as', 'rc', ...span], environment());
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout.trim().split('\n').at(-1)).toBe('explained');
    const printed = [copied, status, checked].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(printed).not.toContain('CANARY');
    const stored = await written();
    expect(stored).toContain('Visitor 1');
    expect(stored).not.toContain('CANARY');
  });

  test.each([2, 5, 9, 11, 14])(
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
      expect(await rows()).toEqual(await importedRows(expectedRestLines()));
    },
  );

  test('copies a dump, of which no password is kept, and has nothing to check', async () => {
    const paths = collections.map((one) => rocketchatPath(`mongo/${one}.bson`));
    const copied = await runCommand(dumpArguments(...paths), place.settings);
    expect(copied).toMatchObject({ code: 0, stdout: expect.stringContaining('conversations: 6') });
    expect(await written()).not.toContain('must-not-be-read');
    expect(copied.stdout + copied.stderr).not.toContain('must-not-be-read');
    const checked = await runCommand(['connect', 'check', '--as', 'rc'], place.settings);
    expect(checked).toMatchObject({ code: 2, stdout: expect.stringContaining('nothing to ask') });
  });

  test('a dump that is cut off is copied as far as it goes: exit code 1', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskgraph-cut-'));
    const rooms = await readFile(rocketchatPath('mongo/rocketchat_room.bson'));
    await writeFile(join(folder, 'rocketchat_room.bson'), rooms.subarray(0, -50));
    const copied = await runCommand(dumpArguments(folder), place.settings);
    await rm(folder, { recursive: true });
    expect(copied).toMatchObject({ code: 1, stdout: expect.stringContaining('refused documents: 1') });
    expect((await rows())['conversations']).toHaveLength(6);
  });

  test('killed while it stores a dump, and run again, leaves the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskgraph-killed-'));
    const visitor = (index: number) => ({ _id: `V${index % 900}`, username: 'guest', token: 'CANARY' });
    const indexes = Array.from({ length: 20_000 }, (_, index) => index);
    const ts = new Date('2024-03-01T09:00:00Z');
    const rooms = indexes.map((index) => ({ _id: `R${index}`, t: 'l', ts, msgs: 1, v: visitor(index) }));
    const messages = indexes.map((index) => ({
      ...{ _id: `M${index}`, rid: `R${index}`, ts, u: visitor(index), msg: 'CANARY' },
    }));
    const bytesOf = (documents: object[]) => Buffer.concat(documents.map((one) => BSON.serialize(one)));
    await writeFile(join(folder, 'rocketchat_room.bson'), bytesOf(rooms));
    await writeFile(join(folder, 'rocketchat_message.bson'), bytesOf(messages));
    const child = startCommand(dumpArguments(folder), place.settings);
    const ended = once(child, 'close');
    for await (const printed of child.stderr ?? [])
      if (String(printed).includes('messages read')) setTimeout(() => child.kill('SIGKILL'), 1500);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(await runCommand(dumpArguments(folder), place.settings)).toMatchObject({ code: 0 });
    await rm(folder, { recursive: true });
    const { conversations, threads, customers } = await rows();
    expect([conversations?.length, threads?.length, customers?.length]).toEqual([20_000, 20_000, 900]);
  });

  const url = ['--url', 'https://chat.example.com'];
  test.each([
    [['--url', 'http://chat.example.com', '--time-zone', 'UTC'], /plain http: the token could be read/],
    [[...url], /--time-zone/],
    [[...url, '--time-zone', 'Paris'], /IANA name/],
    [[...url, '--time-zone', 'UTC', '--bots', 'none'], /auto, reply, note/],
    [[...url, '--time-zone', 'UTC', '--since', 'March'], /a day such as 2024-03-01/],
    [[...url, '--time-zone', 'UTC', '--dump', 'x'], /one of --url and --dump is needed, and not both/],
    [['--time-zone', 'UTC'], /one of --url and --dump is needed/],
    [[...url, '--time-zone', 'UTC', '--complete'], /--complete belongs to --dump/],
    [[...url, '--time-zone', 'UTC', '--office-hours', 'nowhere'], /a file such as/],
    [['--dump', 'nowhere', '--time-zone', 'UTC'], /nowhere cannot be read/],
    [['--dump', 'x', '--time-zone', 'UTC', '--webhook-url', 'https://desk.example.com'], /belongs to --url/],
    [[...url, '--time-zone', 'UTC'], /the variable ROCKETCHAT_USER_ID must hold/],
  ])('%j is refused in one line', async (args, message) => {
    const { code, stderr } = await runCommand(['connect', 'rocketchat', ...args, '--once'], place.settings);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  test('remove takes the webhook away that it set, and the account', async () => {
    const hooked = [...connectArguments(), '--webhook-url', 'https://desk.example.com'];
    stub.integration['LivechatWebhookUrl'] = 'https://crm.example.com/secret';
    const connected = await runCommand(hooked, environment());
    expect(connected).toMatchObject({ code: 0 });
    expect(connected.stdout).toMatch(/one webhook for the whole workspace, which went to crm.example.com:/);
    const { LivechatWebhookUrl, LivechatSecretToken } = stub.integration;
    expect(LivechatWebhookUrl).toMatch(/^https:\/\/desk\.example\.com\/connect\/rocketchat\/[\w-]{43}$/);
    expect(LivechatSecretToken).toMatch(/^[\w-]{40}$/);
    const removed = await runCommand(['connect', 'remove', '--as', 'rc'], environment());
    expect(removed).toMatchObject({ code: 0, stdout: expect.stringContaining('rc is deleted\n') });
    expect(stub.integration['LivechatWebhookUrl']).toBe('');
    expect(new Set(Object.values(await rows()).flat())).toEqual(new Set());
  });
});
