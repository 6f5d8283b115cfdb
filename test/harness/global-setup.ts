import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '../../src/database/client.ts';
import { openEngine } from '../../src/database/engine.ts';
import { migrate } from '../../src/database/migrate.ts';
import { withServer } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Name of the template database on the server of `TEST_DATABASE_URL`, or the file of an embedded database's dump. */
    template: string;
  }
}

// The tests of the command line run what is shipped. Migrating a database takes seconds on the embedded engine: it is done
// once a run, and every test starts from a copy.
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  const serverUrl = process.env['TEST_DATABASE_URL'];
  return serverUrl ? setupPostgres(project, serverUrl) : setupEmbedded(project);
}

async function setupPostgres(project: TestProject, serverUrl: string): Promise<() => Promise<void>> {
  const name = `deskgraph_template_${process.pid}`;
  await withServer(serverUrl, (client) => client.query(`create database ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrateDatabase({ DATABASE_URL: url.href, DATA_DIR: '' });
  project.provide('template', name);
  return () => withServer(serverUrl, async (client) => void (await client.query(`drop database ${name}`)));
}

async function setupEmbedded(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'deskgraph-template-'));
  const engine = await openEngine(folder);
  await migrate(engine);
  const dump = await engine.dumpDataDir('none');
  await engine.close();
  const file = join(folder, 'template.tar');
  await writeFile(file, Buffer.from(await dump.arrayBuffer()));
  project.provide('template', file);
  return () => rm(folder, { recursive: true });
}
