import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';

test('a database whose making was cut short is made again, and then kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'deskgraph-test-'));
  await mkdir(join(folder, 'pgdata'));
  await writeFile(join(folder, 'pgdata', 'PG_VERSION'), '');
  await writeFile(join(folder, 'pgdata.unfinished'), '');

  const made = await openDatabase({ DATA_DIR: folder });
  await createAccount(made, 'acme');
  await made.close();
  expect(await readdir(folder)).toEqual(['pgdata']);

  const kept = await openDatabase({ DATA_DIR: folder });
  expect(await kept.prisma.account.findUnique({ where: { id: 'acme' } })).not.toBeNull();
  await kept.close();
  await rm(folder, { recursive: true });
});
