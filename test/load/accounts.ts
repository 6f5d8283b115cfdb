import { parseArgs } from 'node:util';
import { selectUncountedAccounts } from '../../src/counting/ahead/counted.ts';
import { refreshRollups, selectStaleMonths } from '../../src/counting/ahead/refresh.ts';
import { openCurrentDatabase } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { tokenFor } from '../harness/app.ts';
import { importLines } from '../harness/import.ts';
import { fillAccounts } from './accounts-fill.ts';
import { readOverviews } from './accounts-read.ts';
import { ask, measuringPostgres, processorsOf } from './measured.ts';

// By hand, after `npm run build`: what many accounts take in one database, or one large account. DATABASE_URL may name a migrated database,
// else one is made. An empty one is filled, at first by imports, then with copies of what these stored, which is much faster and the
// same to all that reads. It tells the bytes a conversation by table, how fast overviews are answered, how long a look of upkeep takes,
// and what a day's conversations more take to import and to count. Overviews are those of --account, or else of accounts by chance,
// of the time until --until.
const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000' },
    imported: { type: 'string', default: '500' },
    conversations: { type: 'string', default: '100' },
    days: { type: 'string', default: '30' },
    account: { type: 'string' },
    more: { type: 'string', default: '1000' },
    until: { type: 'string', default: '2026-01-01' },
    readers: { type: 'string', default: '300' },
  },
});
const given = process.env['DATABASE_URL'];
const postgres = given ? undefined : await measuringPostgres();
const url = given ?? (await postgres?.freshDatabase('accounts')) ?? '';
const database = await openCurrentDatabase({ DATABASE_URL: url, DATA_DIR: '' });
try {
  const [filled] = await ask(url, 'select count(*)::int as accounts from accounts');
  if (filled?.['accounts'] === 0)
    await fillAccounts(url, {
      accounts: Number(values.accounts),
      imported: Number(values.imported),
      conversations: Number(values.conversations),
      days: Number(values.days),
    });
  await tellBytes();
  const ids = values.account ? [values.account] : await someAccounts();
  const tokens: string[] = [];
  for (const id of ids) tokens.push(await tokenFor(database, id));
  await readOverviews(url, tokens, values.until);
  await tellLook('stale days', selectStaleMonths);
  await tellLook('what is not counted', selectUncountedAccounts());
  await tellMore(ids[0] ?? '');
} finally {
  await database.close();
  await postgres?.destroy();
}

async function someAccounts(): Promise<string[]> {
  const rows = await ask(url, `select id from accounts order by random() limit ${Number(values.readers)}`);
  return rows.map(({ id }) => String(id));
}

async function tellBytes(): Promise<void> {
  const rows = await ask(
    url,
    `select relname as name, pg_total_relation_size(t.oid)::float8 as bytes, pg_indexes_size(t.oid)::float8 as indexes,
       t.reltuples as rows, (select count(*)::float8 from conversations) as conversations
     from pg_class t
     where relnamespace = 'public'::regnamespace and relkind = 'r'
     order by 2 desc`,
  );
  const conversations = Number(rows[0]?.['conversations']);
  const each = (number: unknown): string => (Number(number) / conversations).toFixed(1);
  const sum = rows.reduce((bytes, row) => bytes + Number(row['bytes']), 0);
  process.stdout.write(`${conversations} conversations, ${each(sum)} bytes each\n`);
  for (const { name, bytes, indexes, rows: count } of rows)
    process.stdout.write(
      `${name}: ${each(bytes)} bytes a conversation, ${each(indexes)} of them indexes; ${each(count)} rows\n`,
    );
}

/** A look of upkeep, the second of two. */
async function tellLook(name: string, statement: typeof selectStaleMonths): Promise<void> {
  await database.read(statement);
  const startedAt = performance.now();
  const rows = await database.read(statement);
  process.stdout.write(
    `look for ${name}: ${(performance.now() - startedAt).toFixed(0)} ms, ${rows.length} rows\n`,
  );
}

/** Conversations of one more day, which come after all others. */
async function tellMore(account: string): Promise<void> {
  const conversations = Number(values.more);
  const day = { days: 1, end: new Date('2026-01-02T00:00:00Z') };
  const lines = [...generateHelpdesk({ conversations, seed: 8, account, ...day })];
  const others = lines.map((line) => line.replace('{"type":"conversation","id":"', '$&more-'));
  const measured = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const startedAt = performance.now();
    const { node, postgres } = await processorsOf(url, work);
    const milliseconds = (performance.now() - startedAt).toFixed(0);
    process.stdout.write(
      `${name}: ${milliseconds} ms; processors: Node.js ${(node * 1000).toFixed(0)} ms, PostgreSQL ${(postgres * 1000).toFixed(0)} ms\n`,
    );
  };
  await measured(`import of ${conversations} conversations more`, () => importLines(database, others));
  await measured('and counting', () => refreshRollups(database));
}
