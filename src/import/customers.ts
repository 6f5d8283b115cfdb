import { Prisma } from '../database/generated/client.ts';
import { foldCase } from '../fold-case.ts';
import { type CopiedTable, copied, int, text } from './copied.ts';
import type { RecordOf } from './record.ts';
import type { Placed } from './tables.ts';

export const customers: CopiedTable<Placed<RecordOf<'customer'>>> = {
  name: Prisma.sql`customers`,
  columns: [
    copied(Prisma.sql`key`, int, ({ key }) => key),
    copied(Prisma.sql`id`, text, ({ record }) => record.id),
    copied(Prisma.sql`name`, text, ({ record }) => record.name),
    copied(Prisma.sql`folded_name`, text, ({ record: { name } }) => name && foldCase(name)),
  ],
};
