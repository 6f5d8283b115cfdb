import { Prisma } from '../../database/generated/client.ts';
import { formatInstant } from '../../period/instant.ts';
import type { Stretch } from '../../period/offsets.ts';
import { type Measure, measure } from './measure.ts';

/**
 * An instant on the wall clock of a zone, as a table `clock (time)`. The clock is given by its offsets from UTC instead of the zone:
 * PostgreSQL takes some zones, such as CET, for abbreviations without summer time, and may know other rules. The first stretch
 * holds for all before the second as well.
 */
function clockAt(instant: Prisma.Sql, stretches: readonly Stretch[]): Prisma.Sql {
  const offsets = stretches.map(({ offsetSeconds }) => offsetSeconds);
  const changes = stretches.slice(1).map(({ start }) => formatInstant(start));
  const offset = Prisma.sql`(${offsets}::int[])[width_bucket(${instant}, ${changes}::timestamptz[]) + 1]`;
  return Prisma.sql`(
          select ${instant} at time zone 'UTC' + make_interval(secs => ${offset}) as time
        ) clock`;
}

/** When a conversation `c` was created on the wall clock of a zone, as a table `clock (time)`. */
export function creationClock(stretches: readonly Stretch[]): Prisma.Sql {
  return clockAt(Prisma.sql`c.created_at`, stretches);
}

/** A measure by weekday (Monday is 1) and hour on the clock of a zone. */
export type HourMeasure = (timeZone: string, stretches: readonly Stretch[]) => Measure;

/** The key is 24 times the weekday plus the hour. */
function byHour(
  name: string,
  activity: Measure['activity'],
  instant: Prisma.Sql,
  condition?: Prisma.Sql,
): HourMeasure {
  const key = Prisma.sql`(extract(isodow from clock.time) * 24 + extract(hour from clock.time))::int`;
  return (timeZone, stretches) =>
    measure(name, activity, key, {
      timeZone,
      ...(condition && { condition }),
      joins: () => Prisma.sql`
        cross join lateral ${clockAt(instant, stretches)}`,
    });
}

/** Conversations created, by weekday and hour. */
export const createdByHour = byHour('createdByHour', 'created', Prisma.sql`c.created_at`);

/** Messages received from customers, by weekday and hour. */
export const receivedByHour = byHour(
  'receivedByHour',
  'threads',
  Prisma.sql`t.happened_at`,
  Prisma.sql`t.kind = 'customer'`,
);

/** Replies sent, by weekday and hour. */
export const repliedByHour = byHour(
  'repliedByHour',
  'threads',
  Prisma.sql`t.happened_at`,
  Prisma.sql`t.kind = 'reply'`,
);
