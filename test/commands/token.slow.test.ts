import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type CommandResult, runCommand } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { withServer } from '../harness/postgres.ts';

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

/** While an import holds the account: starts to make a token, waits until it waits, and does something then. */
async function whileAccountIsHeld(work: (importing: pg.Client) => Promise<void>): Promise<CommandResult> {
  return withServer(place.settings.DATABASE_URL ?? '', async (importing) => {
    await importing.query(`begin; select from accounts where id = 'acme' for no key update`);
    const created = deskgraph('token', 'create', '--account', 'acme');
    await vi.waitFor(async () => expect(await waiting(importing)).toHaveLength(1), { timeout: 60_000 });
    await work(importing);
    await importing.query('commit');
    return created;
  });
}

/** The processes of the server that wait for the one that is asked. */
async function waiting(asked: pg.Client): Promise<number[]> {
  const { rows } = await asked.query(
    'select pid from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))',
  );
  return rows.map(({ pid }) => pid);
}

// The embedded database serves one process at a time.
describe.runIf(process.env['TEST_DATABASE_URL'])(
  'a token that is made while an import holds the account',
  () => {
    test('waits for it, longer than Prisma would', async () => {
      // Prisma gives a transaction five seconds where nobody says otherwise.
      expect(await whileAccountIsHeld(() => sleep(6000))).toEqual({
        code: 0,
        stdout: expect.stringMatching(/^dg_/),
        stderr: '',
      });
    });

    test('says why it is not made where it is not', async () => {
      const killed = await whileAccountIsHeld(async (importing) => {
        for (const pid of await waiting(importing))
          await importing.query('select pg_terminate_backend($1)', [pid]);
      });
      expect(killed).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^deskgraph: [^\n]*terminating connection[^\n]*\n$/),
      });
    });
  },
);
