import { readFileSync } from 'node:fs';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { type Dump, dump } from '../harness/dump.ts';
import { importLines } from '../harness/import.ts';
import { chatwootPath } from './chatwoot-data.ts';

type Row = { readonly [column: string]: unknown };

const tableOf: { readonly [column: string]: keyof Dump } = {
  assignee_key: 'users',
  conversation_customer_key: 'customers',
  conversation_key: 'conversations',
  customer_key: 'customers',
  field_key: 'custom_fields',
  first_replier_key: 'users',
  folder_key: 'folders',
  mailbox_key: 'mailboxes',
  repliers: 'users',
  saved_reply_key: 'saved_replies',
  tag_keys: 'tags',
  team_key: 'teams',
  user_key: 'users',
  workflow_key: 'workflows',
};

/** All rows of the only account with ids in place of keys, which depend on the order in which records came. */
export async function storedRows(database: Database): Promise<Record<string, string[]>> {
  const found = await dump(database);
  const ids = new Map(
    Object.entries(found).map(([table, rows]) => [
      table,
      new Map((rows as Row[]).map(({ key, id }) => [key, id])),
    ]),
  );
  const named = (row: Row): string => {
    const entries = Object.entries(row).flatMap(([column, value]) => {
      if (column === 'key' || column === 'account_key') return [];
      const keys = ids.get(tableOf[column] ?? '');
      if (!keys) return [[column, value]];
      if (Array.isArray(value)) return [[column, value.map((key) => keys.get(key)).sort()]];
      return [[column, value === null ? null : keys.get(value)]];
    });
    return JSON.stringify(Object.fromEntries(entries));
  };
  return Object.fromEntries(
    Object.entries(found).map(([table, rows]) => [table, (rows as Row[]).map(named).sort()]),
  );
}

/** The rows that an import of the expected copy of a Chatwoot leaves. */
export function expectedRows(way: 'rest' | 'db'): Promise<Record<string, string[]>> {
  const records = readFileSync(chatwootPath(`example-expected-${way}.ndjson`), 'utf8');
  return importedRows(records.trim().split('\n'));
}

/** The rows that an import of these lines leaves. */
export async function importedRows(lines: readonly string[]): Promise<Record<string, string[]>> {
  const database = await freshDatabase();
  try {
    const { rejected } = await importLines(database, lines);
    if (rejected.size > 0) throw new Error('the expected records are rejected');
    return await storedRows(database);
  } finally {
    await database.close();
  }
}
