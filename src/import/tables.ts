import { Prisma } from '../database/generated/client.ts';
import type { RecordOf } from './record.ts';
import type { EntityType, ReplacedType } from './references.ts';
import { type Column, column, reference, type Table } from './sql.ts';

/** A record and its row's key. */
export interface Placed<Item> {
  readonly key: number;
  readonly record: Item;
}

const text = Prisma.sql`text`;
const int = Prisma.sql`int`;

const keyed: readonly Column<Placed<RecordOf<EntityType>>>[] = [
  column(Prisma.sql`key`, int, ({ key }) => key),
  column(Prisma.sql`id`, text, ({ record }) => record.id),
];
const named: readonly Column<Placed<RecordOf<ReplacedType>>>[] = [
  ...keyed,
  column(Prisma.sql`name`, text, ({ record }) => record.name),
];
const namedInMailbox: readonly Column<
  Placed<RecordOf<'folder' | 'savedReply' | 'workflow' | 'customField'>>
>[] = [...named, reference(Prisma.sql`mailbox_key`, 'mailbox', ({ record }) => record.mailboxId)];
const customField: readonly Column<Placed<RecordOf<'customField'>>>[] = [
  ...namedInMailbox,
  column(Prisma.sql`field_type`, Prisma.sql`field_type`, ({ record }) => record.fieldType),
  column(Prisma.sql`options`, Prisma.sql`jsonb`, ({ record }) => JSON.stringify(record.options ?? [])),
];
/** The table of each type of record that is replaced in place, with its columns besides the account's key. */
export const replaced: { readonly [Type in ReplacedType]: Table<Placed<RecordOf<Type>>> } = {
  mailbox: { name: Prisma.sql`mailboxes`, columns: named },
  folder: { name: Prisma.sql`folders`, columns: namedInMailbox },
  user: { name: Prisma.sql`users`, columns: named },
  team: { name: Prisma.sql`teams`, columns: named },
  tag: { name: Prisma.sql`tags`, columns: named },
  savedReply: { name: Prisma.sql`saved_replies`, columns: namedInMailbox },
  workflow: { name: Prisma.sql`workflows`, columns: namedInMailbox },
  customField: { name: Prisma.sql`custom_fields`, columns: customField },
};
