import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { instantOf } from '../records.ts';
import type { CheckOptions, CheckOutcome } from '../source.ts';
import { compareCounts } from './check-counts.ts';
import { compareDaysOf } from './check-days.ts';
import type { Checked } from './checked.ts';
import type { Finding, Window } from './difference.ts';
import { missingFrom, readUnreadable, type Unreadable } from './explain.ts';
import { rest, save } from './run.ts';
import { compareWindows, windowsOf } from './windows.ts';

const roundMilliseconds = 60_000;
const rounds = 3;

/** A way to compare the copy with Chatwoot: what each of the windows comes to, and the search for what makes one differ. */
interface Way {
  readonly compare: (windows: readonly Window[]) => Promise<Finding[]>;
  /** Gives the conversations that it finds. */
  readonly search: (finding: Finding, options: CheckOptions) => Promise<readonly number[]>;
}

/**
 * Compares the copy with Chatwoot's own channel report, window by window; repairs what differs where that is asked for. A Chatwoot
 * without that report, which came with 4.10, is asked for its counts of all time by inbox and status.
 */
export async function check(run: Checked, options: CheckOptions): Promise<CheckOutcome> {
  const { state, time } = run;
  const range = await rangeOf(run, options);
  const { way, windows, first } = await wayOf(run, range);
  const { compared, found } = await settle(run, way, first ?? (await way.compare(windows)), options);
  for (const finding of compared) printWindow(finding, options.print);
  const outcome = outcomeOf(compared, found, await readUnreadable(run), options.print);
  state.lastCheck = { at: time.now(), outcome: outcome.line };
  await save(run);
  options.print(outcome.line);
  return outcome;
}

async function wayOf(
  run: Checked,
  range: Window,
): Promise<{ way: Way; windows: readonly Window[]; first: readonly Finding[] | null }> {
  const windows = windowsOf(range);
  const first = await compareWindows(run, windows);
  if (first !== null) {
    const compare = async (some: readonly Window[]) => (await compareWindows(run, some)) ?? [];
    const search: Way['search'] = (finding, options) => compareDaysOf(run, finding, options);
    return { way: { compare, search }, windows, first };
  }
  const compare = async () => [await compareCounts(run, range)];
  const search: Way['search'] = async (_finding, { repair }) => {
    if (repair) await run.truth.lookAtAll();
    return [];
  };
  return { way: { compare, search }, windows: [range], first: null };
}

async function rangeOf(run: Checked, { since, until }: CheckOptions): Promise<Window> {
  const [row] = await readRows(
    run.database,
    Prisma.sql`
      select floor(extract(epoch from min(created_at)))::float8 as earliest
      from conversations where account_key = ${run.accountKey}`,
    z.object({ earliest: z.number().nullable() }),
  );
  const now = Math.ceil(run.time.now() / 1000) + 1;
  const first = since ?? (await run.truth.earliest()) ?? now;
  return { since: since ?? Math.min(row?.earliest ?? now, first), until: until ?? now };
}

/**
 * Life goes on while the two are compared: changes first, then what differs is searched for, and at last whether it stays. A
 * difference that is the same in three rounds is real; one that moves is changing.
 */
async function settle(
  run: Checked,
  way: Way,
  before: readonly Finding[],
  options: CheckOptions,
): Promise<{ compared: readonly Finding[]; found: number }> {
  if (!before.some(isDifferent)) return { compared: before, found: 0 };
  await run.truth.followChanges();
  let compared = await compareAgain(way, before);
  const ids = new Set<number>();
  for (const finding of compared.filter(isDifferent))
    for (const id of await way.search(finding, options)) ids.add(id);
  if (options.repair) compared = await compareAgain(way, compared);
  // What was found is repaired, as far as it can be.
  const found = options.repair ? 0 : ids.size;
  const unreadable = await readUnreadable(run);
  for (let round = 2; round <= rounds; round++) {
    if (!compared.some(isDifferent) || missingFrom(compared, unreadable) > 0) break;
    await rest(run, roundMilliseconds);
    await run.truth.followChanges();
    const again = await compareAgain(way, compared);
    compared = again.map((finding) => withMoving(finding, compared));
  }
  return { compared, found };
}

function isDifferent({ differences }: Finding): boolean {
  return differences.length > 0;
}

/** Asks again for what differed. */
async function compareAgain(way: Way, before: readonly Finding[]): Promise<Finding[]> {
  const equal = before.filter((finding) => !isDifferent(finding));
  const again = await way.compare(before.filter(isDifferent));
  return [...equal, ...again].sort((one, other) => one.since - other.since);
}

/** A difference that was another one in the round before, or moved then, is changing. */
function withMoving(finding: Finding, before: readonly Finding[]): Finding {
  const former = before.flatMap(({ differences }) => differences);
  const differences = finding.differences.map((one) => {
    const same = former.find(({ channel, status }) => channel === one.channel && status === one.status);
    const isMoving = !same || same.isMoving || same.theirs - same.ours !== one.theirs - one.ours;
    return { ...one, isMoving };
  });
  return { ...finding, differences };
}

function outcomeOf(
  compared: readonly Finding[],
  found: number,
  unreadable: Unreadable,
  print: (line: string) => void,
): CheckOutcome {
  const differences = compared.flatMap((finding) => finding.differences);
  if (unreadable.gone.length > 0)
    print(`cannot be read, and count no more as their inbox is gone: ${unreadable.gone.join(', ')}`);
  if (differences.length === 0) return { exitCode: 0, line: 'equal' };
  const missing = missingFrom(compared, unreadable);
  if (missing > 0) {
    print(`cannot be read: ${unreadable.counted.join(', ')}`);
    return { exitCode: 1, line: `explained: ${missing} unreadable` };
  }
  // One whose status differs is one too many in one place and one too few in another; one too many may hide one too few.
  const more = differences.reduce((sum, { theirs, ours }) => sum + Math.max(0, theirs - ours), 0);
  const fewer = differences.reduce((sum, { theirs, ours }) => sum + Math.max(0, ours - theirs), 0);
  return { exitCode: 1, line: `${Math.max(more, fewer, found)} conversations differ` };
}

function printWindow({ since, until, differences }: Finding, print: (line: string) => void): void {
  print(`${instantOf(since)} to ${instantOf(until)}: ${differences.length > 0 ? 'different' : 'equal'}`);
  for (const { channel, status, theirs, ours, isMoving } of differences)
    print(`  ${channel} ${status}: ${theirs} in Chatwoot, ${ours} here${isMoving ? ', changing' : ''}`);
}
