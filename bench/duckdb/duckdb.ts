import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to } from 'pg-copy-streams';

/** What is used of the package, which has 70 MB and is no dependency: types must not need it. */
interface Package {
  readonly DuckDBInstance: {
    create(path: string, options: Record<string, string>): Promise<{ connect(): Promise<Connection> }>;
  };
}
interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRowObjectsJson(): Record<string, unknown>[] }>;
  closeSync(): void;
}

/** An account's rows in DuckDB. */
export interface Duck {
  readonly version: string;
  /** The only row of a statement. */
  readonly answer: (sql: string) => Promise<Record<string, unknown>>;
  readonly close: () => void;
}

const packageName = '@duckdb/node-api';
const threads = '2';

/** The package, or why there is nothing to measure. */
export async function importDuckDb(): Promise<Package | string> {
  try {
    return (await import(packageName)) as Package;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return `DuckDB is left out: npm install --no-save ${packageName}@1.5.6-r.1`;
  }
}

const columns = {
  conversations: {
    key: 'integer',
    customer_key: 'integer',
    channel: 'varchar',
    status: 'varchar',
    deleted: 'boolean',
    created_at: 'timestamp',
    tag_keys: 'integer[]',
  },
  threads: { conversation_key: 'integer', kind: 'varchar', created_at: 'timestamp' },
  customers: { key: 'integer', id: 'varchar', name: 'varchar' },
  tags: { key: 'integer', id: 'varchar', name: 'varchar' },
};

/** Loads the rows of an account, which go through files, into memory. Times are in UTC. */
export async function openDuck(from: Package, databaseUrl: string, accountKey: number): Promise<Duck> {
  const connection = await (await from.DuckDBInstance.create(':memory:', { threads })).connect();
  const folder = await mkdtemp(join(tmpdir(), 'deskgraph-bench-'));
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  await client.connect();
  try {
    for (const [table, types] of Object.entries(columns)) {
      const file = join(folder, `${table}.csv`);
      const selected = Object.entries(types).map(([name, type]) => selectedAs(name, type));
      const rows = `select ${selected.join(', ')} from ${table} where account_key = ${accountKey} order by 1`;
      await pipeline(client.query(to(`copy (${rows}) to stdout (format csv)`)), createWriteStream(file));
      await connection.run(
        `create table ${table} as select * from read_csv('${file}', header = false, columns = ${typesOf(types)})`,
      );
    }
  } finally {
    await client.end();
    await rm(folder, { recursive: true });
  }
  const answer = async (sql: string): Promise<Record<string, unknown>> => {
    const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    if (!row) throw new Error(`no row: ${sql}`);
    return row;
  };
  const { version } = await answer('select version() as version');
  return { version: String(version), answer, close: () => connection.closeSync() };
}

function selectedAs(name: string, type: string): string {
  if (type === 'timestamp') return `${name} at time zone 'UTC'`;
  return type === 'integer[]' ? `to_json(${name})` : name;
}

function typesOf(types: Record<string, string>): string {
  return `{${Object.entries(types)
    .map(([name, type]) => `'${name}': '${type}'`)
    .join(', ')}}`;
}
