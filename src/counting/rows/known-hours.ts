import { z } from 'zod';
import { AccountChangedError } from '../../account-changed-error.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Scope } from '../../question/slice.ts';

/** In a row of times: whether these are of the office hours, and the zone, that the account was read with. */
export const ofKnownHours = z.object({ areHoursKnown: z.boolean().optional() });

/** The column of that. Elapsed times depend on neither. */
export function areHoursKnown(account: Scope['account'], officeHours: boolean): Prisma.Sql {
  if (!officeHours) return Prisma.empty;
  return Prisma.sql`, (
        select a.time_zone = ${account.timeZone} and a.office_hours::text = ${account.officeHours}
        from accounts a where a.key = ${account.key}
      ) as "areHoursKnown"`;
}

/** The rows, if an import has not changed the hours since: the period compared with would be one of the zone before. */
export function assertKnownHours<Row extends z.infer<typeof ofKnownHours>>(rows: Row[]): Row[] {
  if (rows.some((row) => row.areHoursKnown === false))
    throw new AccountChangedError('the office hours of the account have changed');
  return rows;
}
