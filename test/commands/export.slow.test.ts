import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { runCommand, startCommand } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { at, senderOf } from '../harness/rest.ts';

const records = [
  { type: 'mailbox', id: 'm1', name: 'Support' },
  ...Array.from({ length: 5000 }, (_, index) => ({
    type: 'conversation',
    id: String(index),
    number: index,
    mailboxId: 'm1',
    conversationType: index % 2 ? 'email' : 'chat',
    channel: 'web',
    status: 'open',
    createdAt: '2026-01-15T12:00:00Z',
  })),
];

let place: DatabasePlace;
let folder: string;
let whole: string;
let chats: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskgraph-export-'));
  place = await freshPlace();
  const database = await openDatabase(place.settings);
  await createAccount(database, 'acme', { records });
  const send = senderOf(database, { authorization: `Bearer ${await tokenFor(database, 'acme')}` });
  const path = '/export/conversations.csv';
  ({ text: whole } = await send(path));
  ({ text: chats } = await send(at(path, { types: 'chat', orderBy: 'number', hourFrom: '1' })));
  await database.close();
});

afterAll(async () => {
  await place.drop();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => runCommand(['export', 'conversations', ...args], { ...place.settings });

test('standard output and a file get what HTTP answers', async () => {
  expect(whole.split('\r\n')).toHaveLength(5002);
  expect(await run('--account', 'acme')).toEqual({ code: 0, stdout: whole, stderr: '' });
  const output = join(folder, 'chats.csv');
  const asked = ['--account', 'acme', '--types', 'chat', '--order-by', 'NUMBER', '--hourFrom', '1'];
  expect(await run(...asked, '--output', output)).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(chats.split('\r\n')).toHaveLength(2502);
  expect(await readFile(output, 'utf8')).toBe(chats);
});

test.each([
  [['--account', 'nobody'], 'There is no account nobody.'],
  [['--account', 'acme', '--hour-from', '25'], '--hourFrom: hourFrom is a whole number from 0 to 24.'],
  [['--account', 'acme', '--output', '/nowhere/a.csv'], 'ENOENT: no such file or directory'],
  [[], "required option '--account <id>' not specified"],
])('%j ends with one line', async (args, message) => {
  const { code, stdout, stderr } = await run(...args);
  expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
  expect(stderr).toContain(`deskgraph: ${message}`);
});

test('a reader that hangs up ends it quietly', async () => {
  const child = startCommand(['export', 'conversations', '--account', 'acme'], { ...place.settings });
  let told = '';
  child.stderr?.on('data', (chunk) => {
    told += chunk;
  });
  child.stdout?.once('data', () => child.stdout?.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, told]).toEqual([0, '']);
});
