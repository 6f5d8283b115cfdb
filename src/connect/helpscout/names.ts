import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { FieldType } from '../../database/generated/enums.ts';
import { readRows } from '../../database/read.ts';
import { keyOf, type Names } from '../names.ts';
import type { Fields } from './fields.ts';

const customerRow = z.object({ id: z.string(), name: z.string().nullable() });

/** The names of so many customers: there are too many to know them all. */
export async function readCustomerNames(
  database: Database,
  accountKey: number,
  ids: readonly string[],
): Promise<Names> {
  const rows = await readRows(
    database,
    Prisma.sql`select id, name from customers where account_key = ${accountKey} and id = any(${ids}::text[])`,
    customerRow,
  );
  return new Map(rows.map(({ id, name }) => [keyOf({ type: 'customer', id }), name]));
}

const fieldRow = z.object({
  id: z.string(),
  name: z.string(),
  mailboxId: z.string(),
  fieldType: z.enum(FieldType),
  options: z.array(z.object({ id: z.string(), name: z.string() })),
});

/** Custom fields as they are stored, with the options that only conversations have told of. */
export async function readFields(database: Database, accountKey: number): Promise<Fields> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select f.id, f.name, m.id as "mailboxId", f.field_type::text as "fieldType", f.options
      from custom_fields f join mailboxes m on m.account_key = ${accountKey} and m.key = f.mailbox_key
      where f.account_key = ${accountKey}`,
    fieldRow,
  );
  return new Map(rows.map((row) => [row.id, { type: 'customField', ...row }]));
}
