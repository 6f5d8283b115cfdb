import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../harness/command.ts';

test.each([
  ['a file', 'file'],
  ['a folder in a file', 'file/folder'],
  ['a folder that takes no files', '/proc/self/fdinfo'],
])('DATA_DIR that is %s is named', async (_case, place) => {
  const folder = await mkdtemp(join(tmpdir(), 'deskgraph-settings-'));
  await writeFile(join(folder, 'file'), '');
  const dataDir = place.startsWith('/') ? place : join(folder, place);
  expect(await runCommand(['migrate'], { DATA_DIR: dataDir })).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^deskgraph: DATA_DIR \S+ cannot be used: E[A-Z]+: [^\n]+\n$/),
  });
  await rm(folder, { recursive: true });
});

test.each([
  ['with a port that there is not', 'postgres://u:secret@127.0.0.1:99999/x', 'Invalid URL'],
  ['with half an address', 'postgresql://u:secret@[::1/x', 'Invalid URL'],
  [
    'with a certificate that is not there',
    'postgresql://u:secret@127.0.0.1/x?sslrootcert=/nowhere',
    "ENOENT: no such file or directory, open '/nowhere'",
  ],
])('DATABASE_URL %s is named, and no password told', async (_case, url, reason) => {
  for (const command of ['migrate', 'serve'])
    expect(await runCommand([command], { DATABASE_URL: url })).toEqual({
      code: 2,
      stdout: '',
      stderr: `deskgraph: DATABASE_URL cannot be used: ${reason}\n`,
    });
});
