import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { runCommand } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';

let place: DatabasePlace;

beforeAll(async () => {
  place = await freshPlace();
  const database = await openDatabase(place.settings);
  await createAccount(database, 'acme', { records: [{ type: 'mailbox', id: 'm1', name: 'Support' }] });
  await database.close();
});

afterAll(() => place.drop());

const deskgraph = (...args: string[]) => runCommand(args, { ...place.settings });

test('a token is created, listed and revoked', async () => {
  const created = await deskgraph(
    'token',
    'create',
    '--account',
    'acme',
    '--name',
    'wall',
    '--expires',
    '30d',
  );
  expect(created).toEqual({ code: 0, stdout: expect.stringMatching(/^dg_1_[\w-]{43}\n$/), stderr: '' });
  const limited = await deskgraph(
    'token',
    'create',
    '--account',
    'acme',
    '--mailbox',
    'm1',
    '--permission',
    'x',
  );
  expect(limited.code).toBe(0);

  const listed = await deskgraph('token', 'list', '--account', 'acme');
  const rows = listed.stdout.split('\n').map((line) => line.split('\t'));
  expect(rows).toEqual([
    [
      '1-1',
      expect.stringMatching(/^valid until /),
      expect.any(String),
      'reports:read',
      'all mailboxes',
      'wall',
    ],
    ['1-2', 'valid', expect.any(String), 'x', '1 mailbox(es)', ''],
    [''],
  ]);
  expect(listed.stdout).not.toContain(created.stdout.trim());

  expect(await deskgraph('token', 'revoke', '1-1')).toEqual({ code: 0, stdout: '', stderr: '' });
  const after = await deskgraph('token', 'list', '--account', 'acme');
  expect(after.stdout).toMatch(/^1-1\trevoked\t/);
});

test.each([
  ['an unknown account', ['token', 'create', '--account', 'nobody'], 'there is no account nobody'],
  ['an unknown mailbox', ['token', 'create', '--account', 'acme', '--mailbox', 'm9'], '--mailbox m9'],
  ['an unclear time', ['token', 'create', '--account', 'acme', '--expires', 'soon'], "'--expires <time>'"],
  ['no account', ['token', 'create'], "required option '--account <id>' not specified"],
  ['an unknown token', ['token', 'revoke', '1-99'], 'there is no token 1-99'],
  ['no token at all', ['token', 'revoke', 'x'], 'there is no token x'],
  ['an unknown option', ['token', 'list', '--account', 'x', '--acount', 'x'], "unknown option '--acount'"],
  ['an unknown command', ['tokens'], "unknown command 'tokens'"],
])('%s ends with one line that names it and code 2', async (_case, args, named) => {
  const { code, stdout, stderr } = await deskgraph(...args);
  expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
    code: 2,
    stdout: '',
    lines: 1,
  });
  expect(stderr).toContain(named);
});
