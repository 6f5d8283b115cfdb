import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand, startCommand } from '../harness/command.ts';

// Of the embedded database alone, so whatever server the other tests run on, these make one in a folder.
let environment: { DATA_DIR: string; PORT: string; LOG_LEVEL: string };

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'deskgraph-lock-'));
  environment = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' };
});

afterAll(() => rm(environment.DATA_DIR, { recursive: true }));

test('the embedded database serves one process; a second one names it and ends', async () => {
  const server = startCommand(['serve'], environment);
  const [address] = (await once(server.stdout ?? server, 'data')) as [Buffer];
  expect(String(address)).toMatch(/^deskgraph answers at http:\/\/127\.0\.0\.1:\d+\/graphql\n$/);

  const second = await runCommand(['migrate'], environment);
  expect(second).toEqual({
    code: 2,
    stdout: '',
    stderr: `deskgraph: DATA_DIR ${environment.DATA_DIR} is in use by process ${server.pid}; stop that process or set another DATA_DIR\n`,
  });

  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
  expect((await runCommand(['migrate'], environment)).code).toBe(0);
});

// Process numbers end far below this one.
test('a lock left behind by a process that is gone is taken over', async () => {
  await writeFile(join(environment.DATA_DIR, 'deskgraph.pid'), '999999999');
  expect((await runCommand(['migrate'], environment)).code).toBe(0);
});
