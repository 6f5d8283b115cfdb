import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inPeriods } from '../../src/counting/rows/chains.ts';
import type { Database } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { readRows } from '../../src/database/read.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

const row = z.object({ period: z.int(), second: z.int() });

const instantOf = (second: number) => Temporal.Instant.fromEpochMilliseconds(second * 1000);

// Few seconds, so that periods often touch, overlap, are equal or are empty, and instants often lie on their ends.
const second = fc.integer({ min: 0, max: 12 });
const period = fc.tuple(second, second).map((ends) => ends.sort((a, b) => a - b));

test('each instant is in the periods that begin by then and end later', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(period, { minLength: 1, maxLength: 12 }),
      fc.array(second, { maxLength: 12 }),
      async (periods, seconds) => {
        const selected = inPeriods(
          periods.map(([start = 0, end = 0]) => ({ start: instantOf(start), end: instantOf(end) })),
          {
            columns: Prisma.sql`s.second`,
            tables: Prisma.sql`unnest(${seconds}::int[]) s (second)`,
            condition: Prisma.sql`true`,
            instant: Prisma.sql`to_timestamp(s.second)`,
          },
        );
        const found = await readRows(
          database,
          Prisma.sql`select r.period, r.second from (${selected}) r order by 1, 2`,
          row,
        );
        const meant = periods.flatMap(([start = 0, end = 0], index) =>
          seconds
            .filter((each) => each >= start && each < end)
            .sort((a, b) => a - b)
            .map((each) => ({ period: index + 1, second: each })),
        );
        expect(found).toEqual(meant);
      },
    ),
  );
});
