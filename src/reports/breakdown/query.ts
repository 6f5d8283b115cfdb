import { z } from 'zod';
import { areHoursKnown, assertKnownHours, ofKnownHours } from '../../counting/rows/known-hours.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import { countParts } from './counted.ts';
import { type FigureName, figureIn, figureNames, partsOf } from './parts.ts';
import type { Selection } from './selection.ts';

/** Parses the key of a row. */
export const storedKey = z.union([z.int(), z.string()]).nullable();

/** Parses a row with some of its figures. */
export const figuresRow = ofKnownHours.extend({
  stored: storedKey,
  figures: z.partialRecord(z.enum(figureNames), z.number().nullable()),
});

/** The figures of some rows in a period; a row without anything to be told has none. */
export async function readFigures(
  database: Database,
  selection: Selection,
  period: Period,
  figures: readonly FigureName[],
): Promise<z.infer<typeof figuresRow>[]> {
  const asked = partsOf(figures);
  const statement = Prisma.sql`
    select r.key as stored, ${asObject(figures)} as figures${areHoursKnown(selection.scope.account, selection.officeHours)}
    from (${countParts(selection, period, asked)}
    ) r`;
  return assertKnownHours(await readRows(database, statement, figuresRow));
}

/** Some figures of a row `r` by their names. */
export function asObject(figures: readonly FigureName[]): Prisma.Sql {
  const pairs = figures.map((name) => Prisma.sql`${name}::text, ${figureIn(name)}`);
  return Prisma.sql`jsonb_build_object(${Prisma.join(pairs)})`;
}
