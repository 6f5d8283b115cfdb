import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';
import type { Period } from '../period/period.ts';
import type { Scope, Slice } from '../question/slice.ts';
import { count } from './count.ts';

/** What the hours of a week can be asked for: conversations created, messages received or replies sent. */
export type BusyActivity = 'CREATED' | 'RECEIVED' | 'REPLIED';

/** The part of a question that one statement answers. */
export type BusyScope = Scope & Pick<Slice, 'timeZone'> & { readonly activity: BusyActivity };

const measureOf = { CREATED: 'created', RECEIVED: 'messagesReceived', REPLIED: 'repliesSent' } as const;

const hourRow = z.object({ day: z.int(), hour: z.int(), count: z.int() });

/** What happened in one hour of the day on one weekday (Monday is 1). */
export type HourRow = z.infer<typeof hourRow>;

/** Counts an activity in a period by weekday and hour on the clock of the question's zone; 0 has no row. */
export function readBusyHours(
  database: Database,
  { activity, ...scope }: BusyScope,
  period: Period,
): Promise<HourRow[]> {
  const statement = Prisma.sql`
    select h.key / 24 as day, h.key % 24 as hour, h.count
    from (${count(scope, [period], measureOf[activity], 'hour')}) h`;
  return readRows(database, statement, hourRow);
}
