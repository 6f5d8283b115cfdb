import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { startCommand, startServer } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';

let place: DatabasePlace;
let token: string;

beforeAll(async () => {
  place = await freshPlace();
  const database = await openDatabase(place.settings);
  await createAccount(database, 'acme');
  token = await tokenFor(database, 'acme');
  await database.close();
});

afterAll(() => place.drop());

/** Runs a command whose reader of `stream` hangs up at once, and returns what the other stream said. */
async function unread(stream: 'stdout' | 'stderr', args: readonly string[]) {
  const child = startCommand(args, { ...place.settings });
  const other = stream === 'stdout' ? child.stderr : child.stdout;
  if (!other) throw new Error('the command has no pipes');
  child[stream]?.destroy();
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [code, said] = await Promise.all([ended, text(other)]);
  return { code, said };
}

describe('a reader of standard output that hangs up at once', () => {
  test.each([
    [['--help']],
    [['--version']],
    [['import', '--help']],
    [['token', 'list', '--account', 'acme']],
    [['generate', '--conversations', '5000']],
  ])('%j ends quietly', async (args) => {
    expect(await unread('stdout', args)).toEqual({ code: 0, said: '' });
  });
});

describe('a reader of messages that hangs up at once', () => {
  test.each([
    [['--nonsense'], 2],
    [['token', 'list', '--account', 'nobody'], 2],
    [['import', 'no-such-file.ndjson', '--account', 'acme'], 2],
  ])('%j ends with its own exit code', async (args, code) => {
    expect(await unread('stderr', args)).toEqual({ code, said: '' });
  });
});

const ask = async (address: string): Promise<unknown> => {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ account { id } }' }),
  });
  return response.json();
};

const answersFiveTimes = async (address: string): Promise<void> => {
  for (let round = 0; round < 5; round += 1)
    expect(await ask(address)).toMatchObject({ data: { account: { id: 'acme' } } });
};

test('a server whose log nobody reads any more goes on answering', async () => {
  const server = await startServer({ ...place.settings });
  server.closeLog();
  await answersFiveTimes(server.address);
  expect((await server.stop()).code).toBe(0);
});

test.skipIf(!existsSync('/dev/full'))(
  'so does one whose log is on a full disk (needs /dev/full)',
  async () => {
    const child = spawn('sh', ['-c', 'exec "$0" dist/main.js serve 2>/dev/full', process.execPath], {
      env: { PATH: process.env['PATH'], PORT: '0', ...place.settings },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'close');
    const [printed] = await once(child.stdout, 'data');
    await answersFiveTimes(/http:\/\/[^/]+/.exec(String(printed))?.[0] ?? '');
    child.kill();
    expect(await ended).toEqual([0, null]);
  },
);
