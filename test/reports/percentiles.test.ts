import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { percentileTables } from '../../src/counting/percentiles.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { freshDatabase } from '../harness/database.ts';

const parts = [0.5, 0.9, 1];
const rows = z.array(
  z.object({ grp: z.int(), n: z.int(), place: z.int(), below: z.number(), above: z.number() }),
);

/** Lists of any length; some have few different values. */
const times = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 300 }),
  fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 300 }),
  fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 }),
);
const groups = fc.array(fc.array(times, { minLength: 1, maxLength: 12, size: 'max' }), {
  minLength: 1,
  maxLength: 4,
});

/** The values beside the rank of each percentile, by sorting all. */
function besideRanks(lists: readonly (readonly number[])[], grp: number) {
  const all = lists.flat().sort((one, other) => one - other);
  return parts.map((part, index) => {
    const rank = part * (all.length - 1);
    return {
      grp,
      n: all.length,
      place: index + 1,
      below: all[Math.floor(rank)],
      above: all[Math.ceil(rank)],
    };
  });
}

test('samples of sorted lists lead to the values that sorting everything does', async () => {
  const database = await freshDatabase();
  await fc.assert(
    fc.asyncProperty(groups, async (all) => {
      const lists = all.flatMap((of, grp) =>
        of.map((list) => Prisma.sql`(${grp}::int, ${list.toSorted((one, other) => one - other)}::float8[])`),
      );
      const found = await database.prisma.$queryRaw(Prisma.sql`
        with lists (grp, times) as materialized (values ${Prisma.join(lists)}), ${percentileTables(parts)}
        select grp, n, place, below, above from reached order by grp, place`);
      expect(rows.parse(found)).toEqual(all.flatMap(besideRanks));
    }),
    { numRuns: 60, seed: 5 },
  );
  await database.close();
});
