import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Stretch } from '../../period/offsets.ts';
import { created } from '../../reporting/activity.ts';
import type { Scope } from '../../reporting/slice.ts';

const hourRow = z.object({ weekday: z.int(), hour: z.int(), count: z.int() });

/** Conversations created in one hour of the day on one weekday (Monday is 1). */
export type HourRow = z.infer<typeof hourRow>;

/**
 * Conversations created in the stretches of a period, by local weekday and hour. The offsets are bound instead of the zone:
 * PostgreSQL takes some zones, such as CET, for abbreviations without summer time, and may know other rules.
 */
export function readHours(
  database: Database,
  scope: Scope,
  stretches: readonly Stretch[],
): Promise<HourRow[]> {
  const offsets = stretches.map(({ offsetSeconds }) => offsetSeconds);
  const statement = Prisma.sql`
    select extract(isodow from l.time)::int as weekday, extract(hour from l.time)::int as hour, count(*)::int as count
    from (${created(scope, stretches)}) c
    join unnest(${offsets}::int[]) with ordinality as o (seconds, period) on o.period = c.period
    cross join lateral (
      select c.created_at at time zone 'UTC' + make_interval(secs => o.seconds) as time
    ) l
    group by weekday, hour`;
  return readRows(database, statement, hourRow);
}
