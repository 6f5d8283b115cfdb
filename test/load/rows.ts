import { parseArgs } from 'node:util';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { cursorOf } from '../../src/entities/conversation/cursor.ts';
import { orderValueOf } from '../../src/entities/conversation/order.ts';
import type { ConversationOrder } from '../../src/entities/conversation/rows.ts';
import { appOf, tokenFor } from '../harness/app.ts';

// By hand: how long a page of 100 conversations and their count take, in every order, from random places, with the usual filters.
// DATABASE_URL names a database with `deskgraph generate --conversations 1000000 --seed 7` in it.
const { values } = parseArgs({
  options: { places: { type: 'string', default: '30' }, only: { type: 'string', default: '' } },
});
const url = process.env['DATABASE_URL'] ?? '';
const database = await openDatabase({ DATABASE_URL: url, DATA_DIR: '' }, { connections: 1 });
const token = await tokenFor(database, 'demo');
const app = appOf(database, {
  RATE_LIMIT_TOKEN: '1000000',
  RATE_LIMIT_ADDRESS: '1000000',
  REQUEST_TIMEOUT_MS: '3600000',
});

const orders: ConversationOrder[] = [
  'CREATED_AT',
  'NUMBER',
  'CLOSED_AT',
  'FIRST_RESPONSE_TIME',
  'RESOLVE_TIME',
  'WAITING_SINCE',
];

async function ask(query: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await app.fetch('http://deskgraph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const text = await answer.text();
  if (text.includes('"errors"')) throw new Error(text.slice(0, 500));
  return performance.now() - startedAt;
}

/** Cursors of conversations anywhere in the list of an order. */
async function placesIn({ prisma }: Database, orderBy: ConversationOrder, count: number): Promise<string[]> {
  const sorting = { orderBy, direction: 'DESC' } as const;
  const rows = await prisma.$queryRaw<{ id: string; value: bigint | null }[]>(Prisma.sql`
    select c.id, ${orderValueOf(sorting)} as value from conversations c
    where c.key in (select (random() * n)::int from generate_series(1, ${count}), (select max(key) as n from conversations) m)`);
  return rows.map((row) => cursorOf(sorting, row));
}

/** Filters that people use: the most and the least frequent of what the account has. */
async function usualFilters({ prisma }: Database): Promise<[string, string][]> {
  const ends = async (name: string, table: Prisma.Sql, column: Prisma.Sql): Promise<[string, string][]> => {
    const rows = await prisma.$queryRaw<{ id: string; count: number }[]>(Prisma.sql`
      select d.id, count(*)::int as count
      from (select ${column} as key from conversations c) c join ${table} d on d.key = c.key
      group by 1 order by 2 desc`);
    return [rows[0], rows.at(-1)].flatMap((row) =>
      row ? [[`${name} of ${row.count}`, `${name}: ["${row.id}"]`] as [string, string]] : [],
    );
  };
  return [
    ['no filter', ''],
    ...(await ends('mailboxes', Prisma.sql`mailboxes`, Prisma.sql`c.mailbox_key`)),
    ...(await ends('tags', Prisma.sql`tags`, Prisma.sql`unnest(c.tag_keys)`)),
    ...(await ends('assignees', Prisma.sql`users`, Prisma.sql`c.assignee_key`)),
    ...(await ends('teams', Prisma.sql`teams`, Prisma.sql`c.team_key`)),
    ['types', 'types: [PHONE]'],
    ['statuses', 'statuses: [PENDING]'],
    ['unassigned', 'isAssigned: false'],
  ];
}

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1).padStart(8);

async function report(name: string, times: readonly number[]): Promise<void> {
  const sorted = times.toSorted((a, b) => a - b);
  process.stdout.write(`${name.padEnd(60)} ${at(sorted, 0.5)} ${at(sorted, 0.95)}\n`);
}

const fields =
  'nodes { id number subject mailbox { name } customer { name } assignee { name } team { name } tags { name } } pageInfo { endCursor }';

process.stdout.write(`${'page or count'.padEnd(60)}   median      p95 ms\n`);
for (const [name, filter] of await usualFilters(database)) {
  for (const orderBy of orders) {
    const title = `${orderBy}, ${name}`;
    if (!title.includes(values.only)) continue;
    const places = await placesIn(database, orderBy, Number(values.places));
    const times: number[] = [];
    for (const after of places) {
      const list = `filter: { ${filter} }, orderBy: ${orderBy}, first: 100, after: "${after}"`;
      times.push(await ask(`{ conversations(${list}) { ${fields} } }`));
    }
    await report(title, times);
  }
  const counts: number[] = [];
  for (let round = 0; round < 3; round += 1)
    counts.push(await ask(`{ conversations(filter: { ${filter} }) { totalCount } }`));
  await report(`count, ${name}`, counts);
}
await database.close();
