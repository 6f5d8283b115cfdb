import pg from 'pg';
import { UsageError } from '../usage-error.ts';
import type { Server } from './server.ts';

/**
 * What a server, a database or a role may have set, and answers, stored values or their storing depend on. Left to the operator is
 * what costs time or safety only, such as `synchronous_commit` and the tablespaces.
 */
const meaning = {
  TimeZone: 'UTC',
  timezone_abbreviations: 'Default',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  client_encoding: 'UTF8',
  extra_float_digits: '1',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  backslash_quote: 'safe_encoding',
  array_nulls: 'on',
  transform_null_equals: 'off',
  gin_fuzzy_search_limit: '0',
  row_security: 'on',
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  default_transaction_deferrable: 'off',
  exit_on_error: 'off',
  lock_timeout: '0',
  idle_session_timeout: '0',
  idle_in_transaction_session_timeout: '0',
};

/** What not every server has, or not every role may set: set where it is found otherwise. */
const rare = { transaction_timeout: '0', session_replication_role: 'origin' };

// Compiling a statement takes longer than running it here; looking rows up by an index costs little more than reading on,
// unless the database is on a spinning disk; sorting what one report is made of should not need files; and parallel workers
// are started even for a branch that comes to nothing, which takes longer than the rest of the statement.
const tuning = {
  plan_cache_mode: 'auto',
  jit: 'off',
  random_page_cost: '1.1',
  work_mem: '32MB',
  max_parallel_workers_per_gather: '0',
};

const beginOf = ({ access }: Server): string =>
  `begin isolation level read committed ${access} not deferrable`;

/** How transactions begin on connections behind a pooler. */
const beginnings = new WeakMap<pg.ClientBase, string>();

/** Whether each transaction of this connection may meet another one of the server. */
export function isPooled(client: pg.ClientBase): boolean {
  return beginnings.has(client);
}

/**
 * Sets on a new connection whatever statements depend on, and finds out the schema of the tables. A pooler hands the connection of
 * the server on to others, and may do so after each transaction: behind one every transaction begins with the settings, and no
 * statement is prepared for the next.
 */
export async function settle(
  client: pg.ClientBase,
  server: Server,
  statementMilliseconds: number,
): Promise<void> {
  const settings = { ...meaning, ...tuning, statement_timeout: String(statementMilliseconds) };
  const results = await client.query(settlement(client, server, { ...settings, ...rare }));
  // One for each statement of the script.
  const [, , , changed, found] = (results as unknown as pg.QueryResult[]).map(({ rows }) => rows);
  const [session] = found ?? [];
  if (typeof session?.schema !== 'string')
    throw new UsageError(
      `${server.variable}: no schema of the role's search_path exists; name one with ?schema=, which deskgraph migrate makes`,
    );
  server.schema ??= session.schema as string;
  if (!session.pooled) return;
  const names = new Set(changed?.map(({ name }) => String(name)));
  const rareOnes = Object.entries(rare).filter(([name]) => names.has(name));
  const sets = [...Object.entries(settings), ...rareOnes].map(
    ([name, value]) => `set local ${name} = ${pg.escapeLiteral(value)}`,
  );
  const path = `set local search_path = ${pg.escapeIdentifier(server.schema)}`;
  beginEach(client, [beginOf(server), ...sets, path].join('; '));
}

/**
 * Sets all that differs, for good, or behind a pooler until the script ends. A pooler is one that gave a connection another
 * process's number than the server knows it by: it makes up its own, for cancelling statements.
 */
function settlement(client: pg.ClientBase, server: Server, settings: Record<string, string>): string {
  const { processID } = client as { processID?: number | null };
  const pooled = `pg_backend_pid() is distinct from ${processID ?? 'null'}`;
  const rows = Object.entries(settings).map((setting) => `(${setting.map(pg.escapeLiteral).join(', ')})`);
  const named = server.schema === undefined ? 'current_schema()' : pg.escapeLiteral(server.schema);
  return `
    ${beginOf(server)};
    set local statement_timeout = 0;
    set local search_path to default;
    select name, set_config(name, value, ${pooled})
    from (values ${rows.join(', ')}) as s (name, value)
    where current_setting(name, true) <> value;
    select ${pooled} as pooled, schema, set_config('search_path', quote_ident(schema), ${pooled})
    from (select ${named}::text as schema) s;
    commit`;
}

function beginEach(client: pg.ClientBase, beginning: string): void {
  beginnings.set(client, beginning);
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  Object.assign(client, {
    query: (statement: unknown, ...rest: unknown[]) => query(adapted(statement, beginning), ...rest),
  });
}

/** A statement as it goes to a pooler; what streams is handed on. */
function adapted(statement: unknown, beginning: string): unknown {
  if (typeof statement === 'string') return isBegin(statement) ? beginning : statement;
  const { text, submit } = statement as { text?: string; submit?: unknown };
  if (text === undefined || submit !== undefined) return statement;
  return isBegin(text) ? { text: beginning } : Object.assign({}, statement, { name: undefined });
}

function isBegin(text: string): boolean {
  return text.toLowerCase() === 'begin';
}
