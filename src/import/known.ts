import { z } from 'zod';
import { Prisma } from '../database/generated/client.ts';
import { conversations } from './conversations.ts';
import { customers } from './customers.ts';
import type { ImportRecord } from './record.ts';
import { byType, type EntityType, entityTypes, visitReferences } from './references.ts';
import { boundArray } from './sql.ts';
import { replaced } from './tables.ts';

/** What is stored of all that a batch names. */
export interface Known {
  /** Keys by id; an id that is missing is not stored. */
  readonly keys: Record<EntityType, Map<string, number>>;
  /** The highest key in use, 0 if there is none. */
  readonly lastKeys: Record<EntityType, number>;
  /** The ids of the options of each dropdown, by the field's id. */
  readonly dropdowns: Map<string, ReadonlySet<string>>;
}

const keysRow = z.object({
  type: z.enum(entityTypes),
  keys: z.array(z.int().nullable()),
  lastKey: z.int(),
});

const dropdownRow = z.object({ id: z.string(), options: z.array(z.string()) });

/** Reads what an account has of whatever `records` name: themselves and what they refer to. */
export async function readKnown(
  client: Prisma.TransactionClient,
  accountKey: number,
  records: readonly ImportRecord[],
): Promise<Known> {
  const named = namedBy(records);
  const selects = entityTypes.map((type) => selectKeys(accountKey, type, named[type]));
  const keyRows = z.array(keysRow).parse(await client.$queryRaw(Prisma.join(selects, ' union all ')));
  const dropdowns = await client.$queryRaw(selectDropdowns(accountKey, named.customField));
  const known: Known = {
    keys: byType(() => new Map()),
    lastKeys: byType(() => 0),
    dropdowns: new Map(
      z
        .array(dropdownRow)
        .parse(dropdowns)
        .map(({ id, options }) => [id, new Set(options)]),
    ),
  };
  for (const { type, keys, lastKey } of keyRows) {
    known.keys[type] = keysById(named[type], keys);
    known.lastKeys[type] = lastKey;
  }
  return known;
}

function namedBy(records: readonly ImportRecord[]): Record<EntityType, Set<string>> {
  const named = byType(() => new Set<string>());
  for (const record of records) {
    if (record.type !== 'account') named[record.type].add(record.id);
    visitReferences(record, (type, id) => {
      if (id != null) named[type].add(id);
    });
  }
  return named;
}

/** The inner select is one look-up in the index for each id: a join may read the whole table for every batch. */
function selectKeys(accountKey: number, type: EntityType, ids: Iterable<string>): Prisma.Sql {
  const { name } = { ...replaced, customer: customers, conversation: conversations }[type];
  return Prisma.sql`
    select ${type} as type,
      array(
        select (select key from ${name} where account_key = ${accountKey} and id = named.id)
        from unnest(${boundArray(Prisma.sql`text`, [...ids])}) with ordinality as named (id, place)
        order by named.place
      ) as keys,
      (select coalesce(max(key), 0) from ${name} where account_key = ${accountKey}) as "lastKey"`;
}

function selectDropdowns(accountKey: number, fieldIds: Iterable<string>): Prisma.Sql {
  return Prisma.sql`
    select id, array(select option ->> 'id' from jsonb_array_elements(options) option) as options
    from custom_fields
    where account_key = ${accountKey} and id = any(${boundArray(Prisma.sql`text`, [...fieldIds])})
      and field_type = 'dropdown'`;
}

/** `keys` stand in the order of `ids`. */
function keysById(ids: Iterable<string>, keys: readonly (number | null)[]): Map<string, number> {
  const found = new Map<string, number>();
  let place = 0;
  for (const id of ids) {
    const key = keys[place++];
    if (key != null) found.set(id, key);
  }
  return found;
}
