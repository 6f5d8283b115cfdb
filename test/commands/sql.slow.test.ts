import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';

let place: DatabasePlace;

beforeAll(async () => {
  place = await freshPlace();
  const database = await openDatabase(place.settings);
  await createAccount(database, 'acme');
  await database.close();
});

afterAll(() => place.drop());

function sql(args: readonly string[], { settings } = place): Promise<{ stdout: string; stderr: string }> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ...settings };
  return promisify(execFile)('npm', ['run', '--silent', 'sql', '--', ...args], { env });
}

test('npm run sql prints the statements of a question, their values and plans, and the answer', async () => {
  const period = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
  const { stdout } = await sql([
    `{ conversationsByStatusReport(${period}, filter: { tags: ["7"] }) { current { total } } }`,
  ]);
  const parts = stdout.split(/^-- (.*)\n/m).filter((part) => part !== '');
  expect(parts).toEqual([
    'statement 1 of 1',
    expect.stringContaining('from conversations c'),
    'values',
    expect.stringContaining('"7"'),
    'plan',
    expect.stringMatching(/\(actual .*rows=0[\s\S]*Execution Time/),
    'answer',
    expect.stringContaining('"total": 0'),
  ]);
});

const unknown = {
  code: 2,
  stderr: 'there is no such account: name one with --account, or import one first\n',
};

test('npm run sql says that an account is unknown', async () => {
  await expect(sql(['--account', 'nobody', '{ account { id } }'])).rejects.toMatchObject(unknown);
});

test('npm run sql ends where there is no account at all', async () => {
  const empty = await freshPlace();
  await expect(sql(['{ account { id } }'], empty)).rejects.toMatchObject(unknown);
  await empty.drop();
});
