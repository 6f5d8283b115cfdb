import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { recordStatements } from '../harness/statements.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

// Reading a model whole names each of its columns, so what the client sends tells what it believes the database to hold.
test('the migrations and schema.prisma agree on every table and column', async () => {
  const statements = recordStatements(database);
  for (const model of Object.values(Prisma.ModelName)) expect(await readAll(model)).toEqual([]);
  const known = new Set(
    statements.flatMap(({ sql }) =>
      [...sql.matchAll(/"public"\."(\w+)"\."(\w+)"/g)].map(([, table, column]) => `${table}.${column}`),
    ),
  );
  const columns = await database.prisma.$queryRaw<{ name: string }[]>`
    select t.relname || '.' || a.attname as name
    from pg_class t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace and t.relname <> '_prisma_migrations'`;
  expect([...known].sort()).toEqual(columns.map(({ name }) => name).sort());
});

// What requests are counted by is not known to be of any account, nor whether there is one.
test('every key begins with the key of the account', async () => {
  const keys = await database.prisma.$queryRaw<{ name: string; first_column: string }[]>`
    select k.conname as name, a.attname::text as first_column
    from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype in ('p', 'u', 'f') and k.connamespace = 'public'::regnamespace
      and k.conrelid not in ('accounts'::regclass, 'request_counts'::regclass, '_prisma_migrations'::regclass)
    union all
    select i.indexrelid::regclass::text, a.attname::text
    from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace
    where t.relname not in ('accounts', 'request_counts', '_prisma_migrations')`;
  expect(keys.length).toBeGreaterThan(30);
  expect(keys.filter((key) => key.first_column !== 'account_key')).toEqual([]);
});

test('the applied migrations are recorded as Prisma records them', async () => {
  const records = await database.prisma.$queryRaw<object[]>`
    select migration_name, length(checksum) as checksum_length, finished_at >= started_at as finished, applied_steps_count
    from _prisma_migrations`;
  expect(records).toContainEqual({
    migration_name: '20261121000000_init',
    checksum_length: 64,
    finished: true,
    applied_steps_count: 1,
  });
});

// No account has the key 0: what counts is which columns are asked for.
function readAll(model: string): Promise<unknown[]> | undefined {
  const delegate = model.charAt(0).toLowerCase() + model.slice(1);
  const readers = database.prisma as unknown as Record<
    string,
    { findMany(whose: object): Promise<unknown[]> }
  >;
  const ofNobody: Record<string, object> = { Account: { key: 0 }, RequestCount: { key: '' } };
  return readers[delegate]?.findMany({ where: ofNobody[model] ?? { accountKey: 0 } });
}
