import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import { timesOf } from '../../reporting/activity.ts';
import { type Dimension, dimensionNames, dimensionRow } from '../../reporting/dimension.ts';
import { areHoursKnown, assertKnownHours, ofKnownHours } from '../../reporting/known-hours.ts';
import {
  addUp,
  type FigureName,
  figureIn,
  figureNames,
  figuresOf,
  type Part,
  part,
  partsOf,
} from './parts.ts';
import type { Ranking } from './question.ts';
import { type Selection, tallies } from './sources.ts';

const figuresRow = ofKnownHours.extend({
  stored: z.union([z.int(), z.string()]).nullable(),
  figures: z.partialRecord(z.enum(figureNames), z.number().nullable()),
});

export type FiguresRow = z.infer<typeof figuresRow>;

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

const directions = { ASC: Prisma.sql`asc`, DESC: Prisma.sql`desc` };

/** The first rows of a breakdown, in order. */
export async function readRanking(
  database: Database,
  { account, visibleMailboxes, filter, by, officeHours, period, orderBy, direction, first }: Ranking,
): Promise<RankedRow[]> {
  const scope = { account, visibleMailboxes, filter };
  const asked = [...new Set([...alwaysRead, ...ofAuthors(by), ...partsOf([orderBy])])];
  const selection = { scope, by, officeHours, keys: null };
  const names = dimensionNames(by, account.key);
  const order = Prisma.sql`r.place ${directions[direction]} nulls last`;
  const statement = Prisma.sql`
    with counted as (${addUp(asked, tallies(selection, timesOf([period]), asked))}
    ),
    found as (
      select r.*, ${figureIn(orderBy)} as place, count(*) over () as count
      from counted r
      where ${isAnything(by)}
    ),
    leaders as (
      select r.* from found r order by ${order} fetch first ${first} rows with ties
    )
    select r.key as stored, ${names.columns}, ${asObject(figuresOf(asked))} as figures,
      r.count::int${areHoursKnown(account, officeHours)}
    from leaders r
    ${names.joins}
    order by ${order}, ${names.order}
    limit ${first}`;
  return assertKnownHours(await readRows(database, statement, rankedRow));
}

/** The figures of some rows in a period; a row without anything to be told has none. */
export async function readFigures(
  database: Database,
  selection: Selection,
  period: Period,
  figures: readonly FigureName[],
): Promise<FiguresRow[]> {
  const asked = partsOf(figures);
  const statement = Prisma.sql`
    select r.key as stored, ${asObject(figures)} as figures${areHoursKnown(selection.scope.account, selection.officeHours)}
    from (${addUp(asked, tallies(selection, timesOf([period]), asked))}
    ) r`;
  return assertKnownHours(await readRows(database, statement, figuresRow));
}

/** Users have rows for what they wrote in the conversations of others, too. */
const ofAuthors = (by: Dimension): readonly Part[] => (by === 'USER' ? ['sent'] : []);

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

/** Some figures of a row `r` by their names. */
function asObject(figures: readonly FigureName[]): Prisma.Sql {
  const pairs = figures.map((name) => Prisma.sql`${name}::text, ${figureIn(name)}`);
  return Prisma.sql`jsonb_build_object(${Prisma.join(pairs)})`;
}
