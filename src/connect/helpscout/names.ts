import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { FieldType } from '../../database/generated/enums.ts';
import { readRows } from '../../database/read.ts';
import { keyOf, type Names } from './directory.ts';
import type { Fields } from './fields.ts';

/** The names of all that an account has besides its customers. */
export async function readNames({ prisma }: Database, accountKey: number): Promise<Names> {
  const query = { where: { accountKey }, select: { id: true, name: true } };
  const found = {
    mailbox: await prisma.mailbox.findMany(query),
    folder: await prisma.folder.findMany(query),
    user: await prisma.user.findMany(query),
    team: await prisma.team.findMany(query),
    tag: await prisma.tag.findMany(query),
    savedReply: await prisma.savedReply.findMany(query),
    workflow: await prisma.workflow.findMany(query),
  };
  return new Map(
    (Object.keys(found) as (keyof typeof found)[]).flatMap((type) =>
      found[type].map(({ id, name }): [string, string] => [keyOf({ type, id }), name]),
    ),
  );
}

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
