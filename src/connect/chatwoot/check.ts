import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { readKnownIds } from '../known.ts';
import type { CheckOptions, CheckOutcome } from '../source.ts';
import { type Copying, save } from './run.ts';
import type { Truth } from './truth.ts';
import { type Difference, differencesIn, differingDays, type Window, windowsOf } from './windows.ts';

const roundMilliseconds = 60_000;
const rounds = 3;

/** A copy and what it is held against. */
export interface Checked extends Copying {
  readonly truth: Truth;
}

interface WindowFinding extends Window {
  readonly differences: readonly Difference[];
}

/** Compares the copy with Chatwoot's own report, window by window; repairs what differs where that is asked for. */
export async function check(run: Checked, options: CheckOptions): Promise<CheckOutcome> {
  const { state, time } = run;
  const windows = windowsOf(await rangeOf(run, options));
  let findings = await compare(run, windows);
  if (findings === null)
    return { exitCode: 2, line: 'this Chatwoot has no channel report, which came with 4.10' };
  if (findings.length > 0) findings = await settle(run, findings, options);
  for (const window of windows) printWindow(window, findings, options.print);
  const outcome = await outcomeOf(run, findings);
  state.lastCheck = { at: time.now(), outcome: outcome.line };
  await save(run);
  options.print(outcome.line);
  return outcome;
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

async function compare(run: Checked, windows: readonly Window[]): Promise<WindowFinding[] | null> {
  const findings: WindowFinding[] = [];
  for (const window of windows) {
    const differences = await differencesIn(run, window);
    if (differences === null) return null;
    if (differences.length > 0) findings.push({ since: window.since, until: window.until, differences });
  }
  return findings;
}

/** Life goes on while the two are compared: changes first, then the days that differ, and at last whether the difference stays. */
async function settle(
  run: Checked,
  found: readonly WindowFinding[],
  options: CheckOptions,
): Promise<WindowFinding[]> {
  await run.truth.followChanges();
  let findings = (await compare(run, found)) ?? [];
  for (const finding of findings) {
    for (const day of await differingDays(run, finding)) await compareDay(run, day, options);
  }
  if (options.repair) findings = (await compare(run, findings)) ?? [];
  for (let round = 2; round <= rounds && findings.length > 0; round++) {
    if ((await explainedBy(run, findings)) > 0) return findings;
    await run.time.sleep(roundMilliseconds);
    const again = (await compare(run, findings)) ?? [];
    findings = again;
  }
  return findings;
}

/** Compares the conversations of one day by their ids and statuses, and names those that differ. */
async function compareDay(run: Checked, day: string, { repair, print }: CheckOptions): Promise<void> {
  const theirs = await run.truth.createdOn(day);
  const ours = await storedOn(run, day);
  if (theirs === null) return print(`${day}: the list of this day cannot be read`);
  const ids = [...new Set([...theirs.keys(), ...ours.keys()])].sort((one, other) => one - other);
  const differing = ids.filter((id) => theirs.get(id) !== ours.get(id));
  for (const id of differing)
    print(`${day}: conversation ${id} is ${theirs.get(id) ?? 'not'} there and ${ours.get(id) ?? 'not'} here`);
  if (!repair) return;
  await run.truth.fetchAgain(differing);
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

/** How many conversations Chatwoot counts and cannot show; 0 where these are not all that differs. */
async function explainedBy(
  { database, accountKey }: Checked,
  findings: readonly WindowFinding[],
): Promise<number> {
  const differences = findings.flatMap((finding) => finding.differences);
  const isMissingHere = differences.every(({ theirs, ours }) => theirs > ours);
  const missing = differences.reduce((sum, { theirs, ours }) => sum + theirs - ours, 0);
  const unreadable = (await readKnownIds(database, accountKey)).filter(
    ({ isUnreadable }) => isUnreadable,
  ).length;
  return isMissingHere && missing <= unreadable ? missing : 0;
}

async function outcomeOf(run: Checked, findings: readonly WindowFinding[]): Promise<CheckOutcome> {
  if (findings.length === 0) return { exitCode: 0, line: 'equal' };
  const explained = await explainedBy(run, findings);
  if (explained > 0) return { exitCode: 1, line: `explained: ${explained} unreadable` };
  const differences = findings.flatMap((finding) => finding.differences);
  // One whose status differs is one too many in one place and one too few in another.
  const more = differences.reduce((sum, { theirs, ours }) => sum + Math.max(0, theirs - ours), 0);
  const fewer = differences.reduce((sum, { theirs, ours }) => sum + Math.max(0, ours - theirs), 0);
  const count = Math.max(more, fewer);
  return { exitCode: 1, line: `${count} conversations differ` };
}

function printWindow(
  window: Window,
  findings: readonly WindowFinding[],
  print: (line: string) => void,
): void {
  const name = `${instant(window.since)} to ${instant(window.until)}`;
  const found = findings.find(({ since }) => since === window.since);
  print(`${name}: ${found ? 'different' : 'equal'}`);
  for (const { channel, status, theirs, ours } of found?.differences ?? [])
    print(`  ${channel} ${status}: ${theirs} in Chatwoot, ${ours} here`);
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
