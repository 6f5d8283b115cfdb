import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { CheckOptions, CheckOutcome } from '../source.ts';
import { type StatusLabel, statusLabels } from './answers.ts';
import { type ClassCounts, countClasses, equationOf, labelOf } from './classes.ts';
import { copyMessages } from './copy-messages.ts';
import { storeChanged } from './copy-rooms.ts';
import { type Period, periodsOf } from './periods.ts';
import { pollRooms, readBackwards } from './poll.ts';
import { type Run, save } from './run.ts';
import type { SourceRoom } from './source.ts';

/** Rocket.Chat answers the same question for so long without looking again. */
const rememberedMilliseconds = 60_000;

const noReport =
  'this workspace shows no report by status, which is premium, came with 6.4 and needs the permission view-livechat-reports';

type Counts = Readonly<Record<StatusLabel | 'total', number>>;

interface Finding {
  readonly period: Period;
  readonly theirs: Counts;
  readonly ours: Counts;
}

/**
 * Compares the copy with Rocket.Chat's report by status, period by period. That counts a room under each status that it has a mark of: what
 * differs must be explained to the last room by rooms that have several marks or none.
 */
export async function check(run: Run, options: CheckOptions): Promise<CheckOutcome> {
  const { state, time } = run;
  const periods = periodsOf(options, time.now(), run.settings);
  const findings: Finding[] = [];
  for (const period of periods) {
    const finding = await compare(run, period);
    if (finding === undefined) {
      options.print(noReport);
      return { exitCode: 2, line: noReport };
    }
    findings.push(finding);
  }
  const outcome = await judge(run, findings, options);
  state.lastCheck = { at: time.now(), outcome: outcome.line };
  await save(run);
  options.print(outcome.line);
  return outcome;
}

async function judge(
  run: Run,
  findings: readonly Finding[],
  { repair, print }: CheckOptions,
): Promise<CheckOutcome> {
  let unexplained = 0;
  let explained = 0;
  for (const finding of findings) {
    if (isEqual(finding)) {
      print(`${finding.period.name}: equal, ${finding.ours.total} rooms`);
      continue;
    }
    const lines = await explain(run, finding, repair);
    print(
      `${finding.period.name}: ${lines.some(({ isExplained }) => !isExplained) ? 'different' : 'explained'}`,
    );
    for (const { text } of lines) print(`  ${text}`);
    unexplained += lines.filter(({ isExplained }) => !isExplained).length;
    explained += 1;
  }
  if (unexplained > 0) return { exitCode: 1, line: `${unexplained} differences` };
  return { exitCode: 0, line: explained > 0 ? 'explained' : 'equal' };
}

interface Row {
  readonly text: string;
  readonly isExplained: boolean;
}

/**
 * What differs in a period, by status. Life goes on meanwhile: what is not explained is asked once more when Rocket.Chat has forgotten
 * its answer, right after a poll.
 */
async function explain(run: Run, finding: Finding, repair: boolean): Promise<Row[]> {
  const rows = await rowsOf(run, finding, false);
  if (rows.every(({ isExplained }) => isExplained)) return rows;
  await run.time.sleep(rememberedMilliseconds);
  await pollRooms(run);
  const again = (await compare(run, finding.period)) ?? finding;
  const later = await rowsOf(run, again, repair);
  if (!repair || later.every(({ isExplained }) => isExplained)) return later;
  return rowsOf(run, (await compare(run, finding.period)) ?? finding, false);
}

async function rowsOf(run: Run, { period, theirs, ours }: Finding, repair: boolean): Promise<Row[]> {
  const rooms = await roomsOf(run, period);
  const differing = await differingRooms(run, rooms, period);
  if (repair) await readAgain(run, rooms, differing);
  const classes = countClasses(rooms);
  return [
    ...statusLabels.map((label) => rowOf(label, theirs[label], ours[label], classes)),
    ...(theirs.total === ours.total
      ? []
      : [{ text: `total: ${theirs.total} in Rocket.Chat, ${ours.total} here`, isExplained: false }]),
    ...differing.map(({ id, there, here }) => ({
      text: `room ${id} is ${there} there and ${here} here`,
      isExplained: true,
    })),
  ];
}

function rowOf(label: StatusLabel, theirs: number, ours: number, classes: ClassCounts): Row {
  const { expected, text } = equationOf(label, ours, classes);
  const isExplained = expected === theirs;
  return { text: `${label}: ${theirs} in Rocket.Chat ${isExplained ? '=' : '≠'} ${text}`, isExplained };
}

async function roomsOf(run: Run, { start, end }: Period): Promise<SourceRoom[]> {
  const rooms = new Map<string, SourceRoom>();
  await readBackwards(
    run,
    (offset) => run.client.roomsCreated({ start, end: end - 1 }, offset),
    async (found) => {
      for (const room of found) rooms.set(room.id, room);
    },
  );
  return [...rooms.values()];
}

interface DifferingRoom {
  readonly id: string;
  readonly there: string;
  readonly here: string;
}

/** Rooms that do not have the same status on both sides. */
async function differingRooms(
  run: Run,
  rooms: readonly SourceRoom[],
  period: Period,
): Promise<DifferingRoom[]> {
  const there = new Map(rooms.map((room) => [room.id, labelOf(room)]));
  const here = new Map((await storedIn(run, period)).map(({ id, label }) => [id, label]));
  const ids = [...new Set([...there.keys(), ...here.keys()])].sort();
  return ids
    .filter((id) => there.get(id) !== here.get(id))
    .map((id) => ({ id, there: there.get(id) ?? 'not', here: here.get(id) ?? 'not' }));
}

async function readAgain(
  run: Run,
  rooms: readonly SourceRoom[],
  differing: readonly DifferingRoom[],
): Promise<void> {
  const ids = new Set(differing.map(({ id }) => id));
  await storeChanged(
    run,
    rooms.filter(({ id }) => ids.has(id)),
    true,
  );
  await copyMessages(run);
}

async function compare(run: Run, period: Period): Promise<Finding | undefined> {
  const report = await run.client.statuses(period.start, period.end);
  if (report === undefined) return undefined;
  const countOf = (label: StatusLabel): number => report.data.find((one) => one.label === label)?.value ?? 0;
  const theirs = { ...countsBy(countOf), total: report.total };
  const stored = await storedCounts(run, period);
  const ours = countsBy((label) => stored.get(label) ?? 0);
  const total = statusLabels.reduce((sum, label) => sum + ours[label], 0);
  return { period, theirs, ours: { ...ours, total } };
}

function countsBy(countOf: (label: StatusLabel) => number): Record<StatusLabel, number> {
  return {
    Open: countOf('Open'),
    Queued: countOf('Queued'),
    On_Hold: countOf('On_Hold'),
    Closed: countOf('Closed'),
  };
}

function isEqual({ theirs, ours }: Finding): boolean {
  return ([...statusLabels, 'total'] as const).every((label) => theirs[label] === ours[label]);
}

const label = Prisma.sql`
  case status when 'closed' then 'Closed' when 'on_hold' then 'On_Hold'
    else case when assignee_key is null then 'Queued' else 'Open' end end`;

async function storedCounts(
  { database, accountKey }: Run,
  { start, end }: Period,
): Promise<Map<string, number>> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select ${label} as label, count(*)::int as count
      from conversations
      where account_key = ${accountKey} and not deleted
        and created_at >= ${new Date(start)} and created_at < ${new Date(end)}
      group by 1`,
    z.object({ label: z.string(), count: z.int() }),
  );
  return new Map(rows.map((row) => [row.label, row.count]));
}

function storedIn(
  { database, accountKey }: Run,
  { start, end }: Period,
): Promise<{ id: string; label: string }[]> {
  return readRows(
    database,
    Prisma.sql`
      select id, ${label} as label from conversations
      where account_key = ${accountKey} and not deleted
        and created_at >= ${new Date(start)} and created_at < ${new Date(end)}`,
    z.object({ id: z.string(), label: z.string() }),
  );
}
