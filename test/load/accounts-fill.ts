import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { type Database, openCurrentDatabase } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { importLines } from '../harness/import.ts';
import { ask, processorsOf } from './measured.ts';

/** How many accounts there are to be, how many of them are imported, and what is in each. */
export interface Accounts {
  readonly accounts: number;
  readonly imported: number;
  readonly conversations: number;
  readonly days: number;
}

/** Imports the first accounts and counts them, tells what that took, and copies their rows for the others. */
export async function fillAccounts(url: string, form: Accounts): Promise<void> {
  const database = await openCurrentDatabase({ DATABASE_URL: url, DATA_DIR: '' });
  const measured = async (name: string, work: () => Promise<void>): Promise<void> => {
    const { node, postgres } = await processorsOf(url, work);
    const ofMillion = (seconds: number): string =>
      ((seconds * 1e6) / (form.imported * form.conversations)).toFixed(0);
    process.stdout.write(
      `${name}: for a million conversations Node.js ${ofMillion(node)} s, PostgreSQL ${ofMillion(postgres)} s\n`,
    );
  };
  await measured('import', () => importAccounts(database, form));
  await measured('count', () => refreshRollups(database));
  await database.close();
  for (let shift = form.imported; shift < form.accounts; shift += form.imported)
    await ask(url, copyOf(await tablesOf(url), form.imported, shift));
  await ask(url, 'vacuum analyze');
}

async function importAccounts(database: Database, form: Accounts): Promise<void> {
  const { imported, conversations, days } = form;
  for (let number = 1; number <= imported; number++)
    await importLines(
      database,
      generateHelpdesk({ conversations, days, seed: number, account: `a${number}` }),
    );
}

interface Table {
  readonly name: string;
  readonly columns: string;
}

/** The tables of accounts, each with its columns but the account's key. */
async function tablesOf(url: string): Promise<Table[]> {
  const rows = await ask(
    url,
    `select table_name as name, string_agg(quote_ident(column_name), ', ') as columns
     from information_schema.columns c
     where table_schema = 'public' and column_name <> 'account_key' and exists (
       select from information_schema.columns k where k.table_schema = 'public' and k.table_name = c.table_name and k.column_name = 'account_key'
     )
     group by 1`,
  );
  return rows.map(({ name, columns }) => ({ name: String(name), columns: String(columns) }));
}

/** Copies the first accounts under keys and ids that are so much larger. The order of the tables is not that of their foreign keys. */
function copyOf(tables: readonly Table[], imported: number, shift: number): string {
  const copies = tables.map(
    ({ name, columns }) =>
      `insert into ${name} (account_key, ${columns}) select account_key + ${shift}, ${columns} from ${name} where account_key <= ${imported}`,
  );
  return [
    'set session_replication_role = replica',
    `insert into accounts (key, id, name, time_zone, plan, office_hours)
      select key + ${shift}, 'a' || key + ${shift}, name, time_zone, plan, office_hours from accounts where key <= ${imported}`,
    ...copies,
  ].join(';\n');
}
