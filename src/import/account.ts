import { z } from 'zod';
import { countFromNothing } from '../counting/ahead/counted.ts';
import { allCountedDays, markStale } from '../counting/ahead/stale.ts';
import type { Prisma } from '../database/generated/client.ts';
import type { Clock } from '../period/clock.ts';
import { type DayCalendar, dayCalendar } from '../period/days.ts';
import { officeClock } from '../period/office-clock.ts';
import type { OfficeHours } from '../period/office-hours.ts';
import { rewriteDays } from './days.ts';
import { rewriteOfficeTimes } from './office-times.ts';
import { officeHours, type RecordOf } from './record.ts';

/** An account whose row is locked until the transaction ends: imports of one account take turns. */
export interface LockedAccount {
  readonly key: number;
  readonly officeClock: Clock;
  readonly calendar: DayCalendar;
}

interface Schedule {
  readonly timeZone: string;
  readonly officeHours: OfficeHours;
}

export type ClockOf = (schedule: Schedule) => Clock;

const storedAccount = z.object({ key: z.int(), timeZone: z.string(), officeHours });

/**
 * Locks the account, and replaces it where there is a record of it. What its office hours or its time zone decide is computed
 * anew where they change, in the same transaction: a reader sees all of it as it was, or all of it as it is.
 */
export async function writeAccount(
  client: Prisma.TransactionClient,
  id: string,
  record: RecordOf<'account'> | undefined,
  clockOf: ClockOf,
): Promise<LockedAccount> {
  // Keeps two new accounts apart. It stops no reader, and no import that has its account's row already and is about to update it.
  if (record) await client.$executeRaw`lock table accounts in share update exclusive mode`;
  const before = await lockAccount(client, id);
  const after = record ? await replaceAccount(client, record) : before;
  if (!after) throw new Error(`account ${id} is gone`);
  if (!before) await countFromNothing(client, after.key);
  const officeClock = clockOf(after);
  const calendar = dayCalendar(after.timeZone);
  if (before && scheduleKeyOf(before) !== scheduleKeyOf(after)) {
    await rewriteOfficeTimes(client, after.key, officeClock);
    // Their sums are counted ahead of time.
    await markStale(client, after.key, new Set(await allCountedDays(client, after.key, calendar)), calendar);
  }
  if (before && before.timeZone !== after.timeZone) await rewriteDays(client, after.key, calendar);
  return { key: after.key, officeClock, calendar };
}

/** Keeps the last clock while its schedule stays: a clock remembers the weeks that it has looked up. */
export function clockKeeper(): ClockOf {
  let kept: { readonly key: string; readonly clock: Clock } | undefined;
  return (schedule) => {
    const key = scheduleKeyOf(schedule);
    if (kept?.key !== key) kept = { key, clock: officeClock(schedule.officeHours, schedule.timeZone) };
    return kept.clock;
  };
}

const nextVersion = z.tuple([z.object({ version: z.bigint() })]);

/**
 * Gives an account that is written another version, so that no answer from before is given again. Its row is locked. Citus lets
 * no update take a number of a sequence itself.
 */
export async function renewVersion(client: Prisma.TransactionClient, key: number): Promise<void> {
  const rows =
    await client.$queryRaw`select nextval(pg_get_serial_sequence('accounts', 'version')) as version`;
  const [{ version }] = nextVersion.parse(rows);
  await client.$executeRaw`update accounts set version = ${version} where key = ${key}`;
}

async function lockAccount(client: Prisma.TransactionClient, id: string) {
  return first(
    await client.$queryRaw`
      select key, time_zone as "timeZone", office_hours as "officeHours" from accounts
      where id = ${id} for no key update`,
  );
}

/**
 * A new account's key is one above the last, not the next of a sequence: an import that was killed and is run again
 * gives the same keys.
 */
async function replaceAccount(
  client: Prisma.TransactionClient,
  { id, name, timeZone, plan, officeHours: hours }: RecordOf<'account'>,
) {
  const stored = JSON.stringify(hours ?? { enabled: false, days: [] });
  return first(
    await client.$queryRaw`
      insert into accounts (key, id, name, time_zone, plan, office_hours)
      select coalesce(max(key), 0) + 1, ${id}, ${name}, ${timeZone}, ${plan ?? 'PRO'}::plan, ${stored}::jsonb from accounts
      on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone, plan = excluded.plan,
        office_hours = excluded.office_hours
      returning key, time_zone as "timeZone", office_hours as "officeHours"`,
  );
}

function first(rows: unknown) {
  return z.array(storedAccount).parse(rows)[0];
}

/** Schedules with the same key have the same clock: without office hours the zone does not matter. */
function scheduleKeyOf({ timeZone, officeHours: { enabled, days, closedDays } }: Schedule): string {
  if (!enabled) return '';
  const intervals = days.map(({ day, from, to }) => [day, from, to]);
  return JSON.stringify([timeZone, intervals, [...new Set(closedDays)].sort()]);
}
