import { Temporal } from 'temporal-polyfill';
import { Prisma } from '../../database/generated/client.ts';
import { formatInstant } from '../../period/instant.ts';
import { type Stretch, stretchesOf } from '../../period/offsets.ts';
import type { Period } from '../../period/period.ts';

/** The wall clock of a zone for some time. */
export interface Clock {
  readonly timeZone: string;
  readonly stretches: readonly Stretch[];
}

/** The clock of what looks at none. */
export const noClock: Clock = { timeZone: 'UTC', stretches: [] };

/** The clock of a zone for as long as some periods last. */
export function clockOf(timeZone: string, periods: readonly Period[]): Clock {
  const instants = periods.flatMap(({ start, end }) => [start, end]).sort(Temporal.Instant.compare);
  const [start, end] = [instants[0], instants.at(-1)];
  return { timeZone, stretches: start && end ? stretchesOf({ start, end }, timeZone) : [] };
}

/**
 * An instant on the wall clock of a zone, as a table `clock (time)`. The clock is given by its offsets from UTC instead of the zone:
 * PostgreSQL takes some zones, such as CET, for abbreviations without summer time, and may know other rules. The first stretch
 * holds for all before the second as well.
 */
export function timeOnClock(instant: Prisma.Sql, { stretches }: Pick<Clock, 'stretches'>): Prisma.Sql {
  const offsets = stretches.map(({ offsetSeconds }) => offsetSeconds);
  const changes = stretches.slice(1).map(({ start }) => formatInstant(start));
  const offset = Prisma.sql`(${offsets}::int[])[width_bucket(${instant}, ${changes}::timestamptz[]) + 1]`;
  return Prisma.sql`(
          select ${instant} at time zone 'UTC' + make_interval(secs => ${offset}) as time
        ) clock`;
}
