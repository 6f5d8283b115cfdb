import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Stretch } from '../../period/offsets.ts';
import type { Period } from '../../period/period.ts';
import { counts } from '../../reporting/counts.ts';
import type { Scope } from '../../reporting/slice.ts';
import { createdByHour } from '../../rollups/hours.ts';

const hourRow = z.object({ weekday: z.int(), hour: z.int(), count: z.int() });

/** Conversations created in one hour of the day on one weekday (Monday is 1). */
export type HourRow = z.infer<typeof hourRow>;

/** Conversations created in a period, by weekday and hour on the clock of a zone, whose stretches in the period are given. */
export function readHours(
  database: Database,
  scope: Scope,
  period: Period,
  timeZone: string,
  stretches: readonly Stretch[],
): Promise<HourRow[]> {
  const statement = Prisma.sql`
    select h.key / 24 as weekday, h.key % 24 as hour, h.count
    from (${counts(scope, [period], createdByHour(timeZone, stretches))}) h`;
  return readRows(database, statement, hourRow);
}
