import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { withServer } from './postgres.ts';

/** A database of a test's own that has no tables, and how to do something in it beside deskgraph. */
export interface ServerDatabase {
  readonly name: string;
  readonly url: string;
  readonly inside: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
  readonly drop: () => Promise<void>;
}

/** Makes one on a server; `options` end the statement that does, such as an encoding. */
export async function createDatabase(serverUrl: string, options = ''): Promise<ServerDatabase> {
  const name = newName('database');
  await withServer(serverUrl, (client) => client.query(`create database ${name} ${options}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    inside: (work) => withServer(url.href, work),
    drop: () =>
      withServer(
        serverUrl,
        async (client) => void (await client.query(`drop database ${name} with (force)`)),
      ),
  };
}

/** A name that nothing on the server has yet. */
export function newName(kind: string): string {
  return `deskgraph_${kind}_${randomUUID().replaceAll('-', '')}`;
}
