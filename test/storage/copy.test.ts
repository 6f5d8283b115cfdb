import { afterAll, beforeAll, expect, test } from 'vitest';
import { BinaryRows } from '../../src/database/binary-rows.ts';
import type { Database } from '../../src/database/client.ts';
import { copyingTransaction } from '../../src/database/copy.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
const account = 1;
const patience = { maxWait: 5000, timeout: 20_000 };

beforeAll(async () => {
  database = await freshDatabase();
  await database.prisma.$executeRaw`
    create table copied (account_key int, a int, b bigint, c float8, d boolean, e timestamptz, f text, g int[], h conversation_type)`;
});

afterAll(() => database.close());

function encoded(): Buffer<ArrayBuffer> {
  const rows = new BinaryRows();
  rows.row(9);
  rows.int(account);
  rows.int(-2_147_483_648);
  rows.bigint(-(2 ** 53) + 1);
  rows.float(1e300);
  rows.boolean(true);
  rows.instant(-62_135_596_800_000_000n);
  rows.text('tab\tand\nüñ™😀\\');
  rows.ints([2_147_483_647, -1]);
  rows.text('email');
  rows.row(9);
  rows.int(account);
  rows.int(7);
  rows.bigint(2 ** 40 + 2 ** 31);
  rows.null();
  rows.boolean(false);
  rows.instant(253_402_300_799_999_999n);
  rows.text('');
  rows.ints([]);
  rows.null();
  return rows.end();
}

test('every kind of value arrives as it was', async () => {
  await copyingTransaction(
    database,
    async (_, copy) => copy(Prisma.sql`copied (account_key, a, b, c, d, e, f, g, h)`, encoded()),
    patience,
  );
  const rows = await database.prisma.$queryRaw`
    select a, b, c, d, (e at time zone 'UTC')::text as e, f, g, h::text from copied
    where account_key = ${account} order by a`;
  expect(rows).toEqual([
    {
      ...{ a: -2_147_483_648, b: BigInt(-(2 ** 53) + 1), c: 1e300, d: true, e: '0001-01-01 00:00:00' },
      ...{ f: 'tab\tand\nüñ™😀\\', g: [2_147_483_647, -1], h: 'email' },
    },
    {
      ...{ a: 7, b: BigInt(2 ** 40 + 2 ** 31), c: null, d: false, e: '9999-12-31 23:59:59.999999' },
      ...{ f: '', g: [], h: null },
    },
  ]);
});

test('what is copied goes where its transaction fails, and a copy that fails says why', async () => {
  const count = () =>
    database.prisma.$queryRaw`select count(*)::int as count from copied where account_key = ${account}`;
  const before = await count();
  const failing = copyingTransaction(
    database,
    async (_, copy) => {
      await copy(Prisma.sql`copied (account_key, a, b, c, d, e, f, g, h)`, encoded());
      await copy(Prisma.sql`copied (a)`, encoded());
    },
    patience,
  );
  await expect(failing).rejects.toThrow(/row field count is 9, expected 1/);
  expect(await count()).toEqual(before);
});
