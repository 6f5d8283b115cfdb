import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { keyOf, type Names } from '../names.ts';
import type { NamedRecord } from '../records.ts';
import type { Mention } from './names.ts';
import type { Mapped } from './room.ts';

/** The records of what a list names: what a list says holds. */
export function listedRecords(known: Names, mentions: readonly Mention[]): NamedRecord[] {
  return mentions.flatMap((mention) => {
    const name = mention.name ?? mention.madeUp;
    return name === null || known.get(keyOf(mention)) === name ? [] : [remember(known, mention, name)];
  });
}

/** The records of what rooms name: such as nothing is known of, and those that had no name so far. */
export function metRecords(known: Names, mentions: readonly Mention[]): NamedRecord[] {
  return mentions.flatMap((mention) => {
    if (mention.type === 'customer') return [];
    const before = known.get(keyOf(mention));
    const name = mention.name ?? mention.madeUp;
    if (name === null || before === name) return [];
    const isNamed = before !== undefined && before !== mention.id && before !== mention.madeUp;
    if (isNamed || (before !== undefined && mention.name === null)) return [];
    return [remember(known, mention, name)];
  });
}

function remember(known: Names, mention: Mention, name: string): NamedRecord {
  known.set(keyOf(mention), name);
  return { type: mention.type, id: mention.id, name };
}

const customerRow = z.object({ id: z.string(), name: z.string().nullable(), latest: z.date().nullable() });

/** The records of the customers of rooms, whose name is that of the latest room which tells one. */
export async function customerRecords(
  database: Database,
  accountKey: number,
  mapped: readonly Mapped[],
): Promise<NamedRecord[]> {
  const told = new Map<string, { readonly name: string | null; readonly at: number }>();
  for (const { record, mentioned } of mapped) {
    const at = Date.parse(record.createdAt);
    for (const { type, id, name } of mentioned) {
      const before = told.get(id);
      if (type !== 'customer' || (before && (name === null || (before.name !== null && before.at > at))))
        continue;
      told.set(id, { name, at });
    }
  }
  const rows = await readRows(
    database,
    Prisma.sql`
      select u.id, u.name, l.created_at as latest
      from customers u
      left join lateral (
        select c.created_at from conversations c
        where c.account_key = ${accountKey} and c.customer_key = u.key order by c.created_at desc limit 1
      ) l on true
      where u.account_key = ${accountKey} and u.id = any(${[...told.keys()]}::text[])`,
    customerRow,
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return Array.from(told).flatMap(([id, { name, at }]): NamedRecord[] => {
    const before = known.get(id);
    if (!before) return [{ type: 'customer', id, ...(name !== null && { name }) }];
    if (name === null || name === before.name) return [];
    const isStale = before.name !== null && before.latest !== null && before.latest.getTime() > at;
    return isStale ? [] : [{ type: 'customer', id, name }];
  });
}
