import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import { type Database, embeddedDatabase, openDatabase } from '../../src/database/client.ts';
import { withServer } from './postgres.ts';

/** The settings under which the command line opens a test's own database, and how to drop it. */
export interface DatabasePlace {
  readonly settings: { readonly DATABASE_URL?: string; readonly DATA_DIR: string };
  readonly drop: () => Promise<void>;
}

/** An empty, migrated database: on the server of `TEST_DATABASE_URL` where that is set, else embedded in memory. `close` drops it. */
export async function freshDatabase(): Promise<Database> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  if (!serverUrl)
    return watched(embeddedDatabase(await PGlite.create({ loadDataDir: await templateDump() })));
  const place = await placeOnServer(serverUrl);
  const database = watched(await openDatabase(place.settings));
  const close = async (): Promise<void> => {
    await database.close();
    await place.drop();
  };
  return { ...database, close };
}

declare global {
  var statementsOfFile: Set<string> | undefined;
}

/** Texts of all statements that the databases of this test file were sent, also by modules that a test has loaded anew. */
export const statementsSent = globalThis.statementsOfFile ?? new Set<string>();
globalThis.statementsOfFile = statementsSent;

function watched(database: Database): Database {
  database.prisma.$on('query', ({ query }) => statementsSent.add(query));
  return database;
}

/** An empty, migrated database that other processes can open one after another. */
export async function freshPlace(): Promise<DatabasePlace> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  return serverUrl ? placeOnServer(serverUrl) : placeOnDisk();
}

/** The same without any table. */
export async function emptyPlace(): Promise<DatabasePlace> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  if (serverUrl) return placeOnServer(serverUrl, 'template0');
  const dataDir = await mkdtemp(join(tmpdir(), 'deskgraph-test-'));
  return { settings: { DATA_DIR: dataDir }, drop: () => rm(dataDir, { recursive: true }) };
}

async function placeOnServer(serverUrl: string, template = inject('template')): Promise<DatabasePlace> {
  const name = `deskgraph_test_${randomUUID().replaceAll('-', '')}`;
  await withServer(serverUrl, (client) => client.query(`create database ${name} template ${template}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = (): Promise<void> =>
    withServer(serverUrl, async (client) => void (await client.query(`drop database ${name} with (force)`)));
  return { settings: { DATABASE_URL: url.href, DATA_DIR: '' }, drop };
}

async function placeOnDisk(): Promise<DatabasePlace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'deskgraph-test-'));
  const engine = await PGlite.create({
    dataDir: join(dataDir, 'pgdata'),
    loadDataDir: await templateDump(),
  });
  await engine.close();
  return { settings: { DATA_DIR: dataDir }, drop: () => rm(dataDir, { recursive: true }) };
}

async function templateDump(): Promise<Blob> {
  return new Blob([new Uint8Array(await readFile(inject('template')))]);
}
