import { z } from 'zod';
import { areHoursKnown, assertKnownHours, ofKnownHours } from '../../counting/rows/known-hours.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { toScope } from '../../question/slice.ts';
import {
  type Dimension,
  type DimensionKey,
  dimensionNames,
  dimensionRow,
  tableOfKeys,
} from '../dimension.ts';
import { countParts } from './counted.ts';
import { figureIn, figuresOf, type Part, part, partsOf } from './parts.ts';
import { asObject, figuresRow, storedKey } from './query.ts';
import type { Ranking } from './selection.ts';

const rankedRow = figuresRow.extend({
  ...dimensionRow,
  count: z.int(),
});

/** A row of a breakdown with those of its figures that were read on the way, and how many rows there are. */
export type RankedRow = z.infer<typeof rankedRow>;

/** What is read of every ranking: the parts of `isAnything`, and what their sources tell besides. */
const alwaysRead = [
  'touched',
  'created',
  'resolutions',
  'resolved',
  'resolveSeconds',
  'ratings',
  'great',
  'notGood',
] as const;

/** Users have rows for what they wrote in the conversations of others, too. */
const ofAuthors = (by: Dimension): readonly Part[] => (by === 'USER' ? ['sent'] : []);

const partsRead = ({ by, orderBy }: Ranking): Part[] => [
  ...new Set([...alwaysRead, ...ofAuthors(by), ...partsOf([orderBy])]),
];

/** The table `found`, and what it is made of: all rows of a breakdown with `place`, the figure that they are sorted by. */
function foundTables(ranking: Ranking): Prisma.Sql {
  const { by, officeHours, period, orderBy } = ranking;
  const asked = partsRead(ranking);
  const selection = { scope: toScope(ranking), by, officeHours, keys: null };
  return Prisma.sql`
    counted as (${countParts(selection, period, asked)}
    ),
    found as (
      select r.*, ${figureIn(orderBy)} as place from counted r where ${isAnything(by)}
    )`;
}

/**
 * The condition that any figure of a row `r` is more than 0: whatever is not looked at belongs to a conversation that the period touches,
 * or to a reply that the user wrote whose row it is.
 */
function isAnything(by: Dimension): Prisma.Sql {
  const sums = (['touched', 'resolutions', 'resolveSeconds', 'ratings', ...ofAuthors(by)] as const).map(
    (name) => Prisma.sql`${part(name)} > 0`,
  );
  return Prisma.join(sums, ' or ');
}

const directions = { ASC: Prisma.sql`asc`, DESC: Prisma.sql`desc` };
const placeOrder = ({ direction }: Ranking): Prisma.Sql =>
  Prisma.sql`r.place ${directions[direction]} nulls last`;

/** The first rows of a breakdown, in order. */
export async function readRanking(database: Database, ranking: Ranking, first: number): Promise<RankedRow[]> {
  const { account, by, officeHours } = ranking;
  const names = dimensionNames(by, account.key);
  const statement = Prisma.sql`
    with ${foundTables(ranking)},
    leaders as (
      select r.*, count(*) over () as count from found r order by ${placeOrder(ranking)} fetch first ${first} rows with ties
    )
    select r.key as stored, ${names.columns}, ${asObject(figuresOf(partsRead(ranking)))} as figures,
      r.count::int${areHoursKnown(account, officeHours)}
    from leaders r
    ${names.joins}
    order by ${placeOrder(ranking)}, ${names.order}
    limit ${first}`;
  return assertKnownHours(await readRows(database, statement, rankedRow));
}

const keysRow = ofKnownHours.extend({ keys: z.array(storedKey) });

/** The keys of all rows of a breakdown, or of the first, in order, in lists of a length. */
export async function readKeys(
  database: Database,
  ranking: Ranking,
  first: number | null,
  length: number,
): Promise<DimensionKey[][]> {
  const { account, by, officeHours } = ranking;
  const names = dimensionNames(by, account.key);
  const statement = Prisma.sql`
    with ${foundTables(ranking)}
    select jsonb_agg(r.key order by r.row) as keys${areHoursKnown(account, officeHours)}
    from (
      select r.key, r.row, (r.row - 1) / ${length}::int as page
      from (
        select r.key, row_number() over (order by ${placeOrder(ranking)}, ${names.order}) as row
        from found r
        ${names.joins}
      ) r
      where r.row <= ${first}::int or ${first}::int is null
    ) r
    group by r.page
    order by r.page`;
  return assertKnownHours(await readRows(database, statement, keysRow)).map(({ keys }) => keys);
}

const nameRow = z.object({ ...dimensionRow, stored: storedKey });

/** How some rows of a breakdown are named, in no particular order. */
export function readNames(
  database: Database,
  { by, account }: Ranking,
  keys: readonly DimensionKey[],
): Promise<z.infer<typeof nameRow>[]> {
  const names = dimensionNames(by, account.key);
  const statement = Prisma.sql`
    select r.key as stored, ${names.columns} from ${tableOfKeys(by, keys)} ${names.joins}`;
  return readRows(database, statement, nameRow);
}
