import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { freshDatabase } from '../harness/database.ts';

/** What docs/scale.md has run on Citus, statement by statement. */
const script = (/```sql\n(.*?)```/s.exec(readFileSync('docs/scale.md', 'utf8'))?.[1] ?? '')
  .split(/;\n(?! |end)/)
  .filter((statement) => statement.trim() !== '');

/** Stand-ins that refuse what Citus refuses: a key without the distribution's column, and a foreign key that is there too early. */
const standIns = [
  `create table spread (name text, by_column text, beside text)`,
  `create function create_distributed_table(t regclass, c text, colocate_with text) returns void language plpgsql as $$ begin
    if exists (
      select from pg_index i
      where i.indrelid = t and i.indisunique
        and not exists (select from pg_attribute a where a.attrelid = t and a.attname = c and a.attnum = any(i.indkey))
    ) then raise 'a unique key of % lacks %', t, c; end if;
    if exists (select from pg_constraint where contype = 'f' and t in (conrelid, confrelid))
      then raise 'foreign key of %', t; end if;
    if colocate_with <> 'none' and not exists (select from spread where name = colocate_with) then raise '% is not there', colocate_with; end if;
    insert into spread values (t::text, c, colocate_with);
  end $$`,
  `create function create_reference_table(t regclass) returns void language sql as $$ insert into spread values (t::text) $$`,
  `create function spread_tables() returns setof spread language sql as $$ select * from spread order by name $$`,
];

let database: Database;

const foreignKeys = (): Promise<{ name: string; rule: string; on_update: string }[]> =>
  database.prisma.$queryRaw`
    select conname::text as name, replace(pg_get_constraintdef(oid), ' ON UPDATE CASCADE', '') as rule, confupdtype::text as on_update
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1`;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

test('what docs/scale.md distributes on Citus are the tables of accounts, by the key of the account', async () => {
  const before = await foreignKeys();
  expect(before.length).toBeGreaterThan(10);
  await database.prisma.$transaction(async (client) => {
    for (const statement of [...standIns, ...script]) await client.$executeRaw(Prisma.raw(statement));
  });
  const tables = await database.prisma.$queryRaw`
    select c.relname::text as name, 'account_key' as by_column,
      case c.relname when 'mailboxes' then 'none' else 'mailboxes' end as beside
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_key'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    union all
    select 'accounts', null, null
    order by 1`;
  expect(await database.prisma.$queryRaw`select * from spread_tables()`).toEqual(tables);
  expect(await foreignKeys()).toEqual(before.map((key) => ({ ...key, on_update: 'a' })));
});
