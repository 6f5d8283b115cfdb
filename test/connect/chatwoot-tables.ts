import { readFileSync } from 'node:fs';
import pg from 'pg';
import { createPostgres, postgresPrograms } from '../harness/own-postgres.ts';
import { withServer } from '../harness/postgres.ts';
import { createDatabase, newName } from '../harness/server-database.ts';
import { readChatwootData } from './chatwoot-data.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly null: boolean;
  readonly default?: string;
  readonly serial?: boolean;
  readonly primaryKey?: boolean;
}

interface Table {
  readonly columns: readonly Column[];
  readonly indexes: readonly { on: string | string[]; unique?: boolean; where?: string; using?: string }[];
}

type Tables<Content> = { readonly [table: string]: Content };

/** Whether there is a server that can hold Chatwoot's tables. */
export const hasServer = Boolean(process.env['TEST_DATABASE_URL'] ?? postgresPrograms());

/** A database of Chatwoot's. */
export interface ChatwootTables {
  /** As a role that may do what the README grants. */
  readonly url: string;
  readonly role: string;
  /** Does something in it as Chatwoot itself could. */
  readonly inside: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
  readonly drop: () => Promise<void>;
}

/** Chatwoot's tables with the made-up account, or empty, to be copied for each test. */
export interface PreparedTables {
  readonly copy: () => Promise<ChatwootTables>;
  readonly drop: () => Promise<void>;
}

export async function prepareChatwootTables(isEmpty = false): Promise<PreparedTables> {
  const { serverUrl, stop } = await server();
  const template = await createDatabase(serverUrl);
  const role = newName('reader');
  const rows = isEmpty ? [] : rowStatements();
  await template.inside((client) =>
    client.query([...tableStatements(), ...rows, roleStatements(role, template.name)].join(';\n')),
  );
  return {
    copy: async () => {
      const database = await createDatabase(serverUrl, `template ${template.name}`);
      const url = new URL(database.url);
      url.username = role;
      url.password = rolePassword;
      return { url: url.href, role, inside: database.inside, drop: database.drop };
    },
    drop: async () => {
      await template.drop();
      await withServer(serverUrl, (client) => client.query(`drop role ${role}`));
      await stop();
    },
  };
}

async function server(): Promise<{ serverUrl: string; stop: () => Promise<void> }> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  if (serverUrl) return { serverUrl, stop: async () => {} };
  const own = await createPostgres(postgresPrograms() ?? '', 20);
  return { serverUrl: own.url, stop: own.destroy };
}

const rolePassword = 'CANARY-database-password';

/** The statements that the README gives, for another name. */
function roleStatements(role: string, database: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [statements] = /create role deskgraph_reader[^`]*/.exec(readme) ?? [];
  if (!statements) throw new Error('the README has no role');
  return statements
    .replaceAll('deskgraph_reader', role)
    .replace('chatwoot_production', database)
    .replace("'…'", `'${rolePassword}'`);
}

function tableStatements(): string[] {
  const { tables } = readChatwootData('schema-4.16.2.json') as { tables: Tables<Table> };
  return Object.entries(tables).flatMap(([name, { columns, indexes }]) => [
    `create table ${name} (${columns.map(columnOf).join(', ')})`,
    // What is searched by parts of words needs an extension, and is of no use here.
    ...indexes
      .filter(({ on, using }) => !using && typeof on !== 'string')
      .map(({ on, unique, where }) => {
        const rest = where ? ` where ${where}` : '';
        return `create ${unique ? 'unique ' : ''}index on ${name} (${on})${rest}`;
      }),
  ]);
}

function columnOf({ name, type, null: isNullable, default: value, serial, primaryKey }: Column): string {
  const [, expression] = /^(.*) \(expression\)$/.exec(value ?? '') ?? [];
  const literal = value === undefined || expression ? undefined : `'${value.replaceAll("'", "''")}'`;
  const rest = expression ?? literal;
  return [
    `"${name}"`,
    serial ? type.replace('integer', 'serial').replace('bigint', 'bigserial') : type,
    primaryKey ? 'primary key' : isNullable ? '' : 'not null',
    rest === undefined ? '' : `default ${rest}`,
  ].join(' ');
}

function rowStatements(): string[] {
  const { tables } = readChatwootData('example-db-rows.json') as { tables: Tables<object[]> };
  return Object.entries(tables).flatMap(([name, rows]) =>
    rows.map((row) => {
      const columns = Object.keys(row).map((column) => `"${column}"`);
      const values = pg.escapeLiteral(JSON.stringify(row));
      return `insert into ${name} (${columns}) select ${columns} from jsonb_populate_record(null::${name}, ${values})`;
    }),
  );
}
