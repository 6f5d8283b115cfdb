import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { CheckOptions } from '../source.ts';
import type { Checked } from './checked.ts';
import type { Finding } from './difference.ts';
import { differingDays } from './windows.ts';

/** Finds the days of a window that differ, and the conversations of each. */
export async function compareDaysOf(
  run: Checked,
  finding: Finding,
  options: CheckOptions,
): Promise<readonly number[]> {
  const ids: number[] = [];
  for (const day of await differingDays(run, finding)) ids.push(...(await compareDay(run, day, options)));
  return ids;
}

/** Compares the conversations of one day by their ids and statuses, and names those that differ. */
async function compareDay(
  run: Checked,
  day: string,
  { repair, print }: CheckOptions,
): Promise<readonly number[]> {
  const theirs = await run.truth.createdOn(day);
  const ours = await storedOn(run, day);
  const ids = [...new Set([...(theirs ?? new Map()).keys(), ...ours.keys()])].sort(
    (one, other) => one - other,
  );
  // Where the list cannot be read each of the day's own conversations can still be asked for.
  const differing = theirs ? ids.filter((id) => theirs.get(id) !== ours.get(id)) : ids;
  if (!theirs) print(`${day}: the list of this day cannot be read`);
  else
    for (const id of differing)
      print(
        `${day}: conversation ${id} is ${theirs.get(id) ?? 'not'} there and ${ours.get(id) ?? 'not'} here`,
      );
  if (repair) await run.truth.fetchAgain(differing);
  return theirs ? differing : [];
}

async function storedOn({ database, accountKey }: Checked, day: string): Promise<Map<number, string>> {
  const since = Date.parse(`${day}T00:00:00Z`) / 1000;
  const rows = await readRows(
    database,
    Prisma.sql`
      select number, status::text as status from conversations
      where account_key = ${accountKey} and not deleted
        and created_at >= to_timestamp(${since}::float8) and created_at < to_timestamp(${since + 86_400}::float8)`,
    z.object({ number: z.int(), status: z.string() }),
  );
  return new Map(rows.map(({ number, status }) => [number, status]));
}
