import type { z } from 'zod';
import { shaped } from '../../requests/shape.ts';
import type { OwnAnswer } from '../../source.ts';
import { instant } from '../client.ts';
import type { Run } from '../run.ts';
import { type History, historyAnswer, overallAnswer, volumesAnswer } from './answers.ts';
import { agreeingTimes, historyRows, replyCounts } from './history.ts';
import { askedAs, type Period } from './periods.ts';
import { figureRows, type Row, volumeRows } from './rows.ts';
import { busiestUsers, doubtfulIn, touchedCustomers } from './stored.ts';

/** What one period comes to. */
export interface Comparison {
  readonly rows: readonly Row[];
  /** What cannot be right or wrong. */
  readonly notes: readonly string[];
}

const reports = '/v2/reports';
const daySeconds = 86_400;
const ownRows = 50;
const mostOwnPages = 40;

/** Asks both for one period. Whether Help Scout counts a period's last second is not documented: what fits better is taken. */
export async function comparePeriod(run: Run, period: Period, own: OwnAnswer): Promise<Comparison> {
  const sides = { own, theirs: askedOnce(run) };
  const included = await compareUntil(run, period, period.end, sides);
  const excluded = await compareUntil(run, period, period.end - 1, sides);
  const [better, fits] =
    badness(excluded) < badness(included)
      ? [excluded, 'excluded']
      : [included, badness(excluded) === badness(included) ? 'either' : 'included'];
  return { rows: better.rows, notes: [...better.notes, `end of the period in Help Scout: ${fits}`] };
}

/** Unexplained differences count before explained ones. */
function badness({ rows }: Comparison): number {
  const countOf = (kind: Row['kind']): number => rows.filter((row) => row.kind === kind).length;
  return countOf('different') * 10_000 + countOf('explained');
}

/** What both answer to paths of the reports. */
interface Sides {
  readonly own: OwnAnswer;
  readonly theirs: Run['client']['report'];
}

/** Help Scout's answers, each asked for once: it is our end of the period that is tried in two ways. */
function askedOnce({ client }: Run): Sides['theirs'] {
  const answers = new Map<string, unknown>();
  return async (path, schema) => {
    if (!answers.has(path)) answers.set(path, await client.report(path, schema));
    return answers.get(path) as z.output<typeof schema>;
  };
}

async function compareUntil(run: Run, period: Period, ownEnd: number, sides: Sides): Promise<Comparison> {
  const scope = scopeOf(run);
  const theirs = `${askedAs(period)}${scope}`;
  const ours = { start: period.start, end: ownEnd };
  const owns = `start=${instant(ours.start)}&end=${instant(ours.end)}${scope}`;
  const both = async <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
  ): Promise<[z.output<Schema>, z.output<Schema>]> => [
    await sides.theirs(`${reports}${path}${theirs}`, schema),
    shaped(schema, await sides.own(`${reports}${path}${owns}`)),
  ];
  const [theirFigures, ownFigures] = await both('/conversations?', overallAnswer);
  const days = Math.round((period.end - period.start) / daySeconds);
  const viewBy = days <= 60 ? 'day' : 'month';
  const [theirVolumes, ownVolumes] = await both(
    `/conversations/volume-by-channel?viewBy=${viewBy}&`,
    volumesAnswer,
  );
  const rows = [
    ...figureRows(theirFigures, ownFigures, { days, touchedCustomers: await touchedCustomers(run, ours) }),
    ...volumeRows(theirVolumes, ownVolumes),
  ];
  const notes: string[] = [];
  for (const user of await busiestUsers(run, ours)) {
    const history = await compareHistory(run, user, ours, { theirs, owns }, sides);
    rows.push(...history.rows);
    notes.push(...history.notes);
  }
  return { rows, notes };
}

/** The same inboxes on both sides. */
function scopeOf({ settings: { mailboxes } }: Run): string {
  return mailboxes.length > 0 ? `&mailboxes=${mailboxes.join(',')}` : '';
}

async function compareHistory(
  run: Run,
  user: string,
  period: Period,
  { theirs, owns }: { readonly theirs: string; readonly owns: string },
  sides: Sides,
): Promise<Comparison> {
  const path = `${reports}/user/conversation-history?user=${user}&sortField=number&sortOrder=DESC&`;
  const there = await sides.theirs(`${path}${theirs}&page=1`, historyAnswer);
  const here = await ownHistory(sides.own, `${path}${owns}&rows=${ownRows}`, there);
  const counts = replyCounts(there, here);
  const differing = counts.flatMap(([id, one, other]) => (one === other ? [] : [id]));
  const doubtful = differing.length > 0 ? await doubtfulIn(run, differing, period) : new Map();
  const share = agreeingTimes(there, here);
  return {
    rows: historyRows(user, counts, doubtful),
    notes: share === null ? [] : [`response times of user ${user} that agree within a minute: ${share} %`],
  };
}

/** Our pages as far as their first page reaches. */
async function ownHistory(
  own: OwnAnswer,
  path: string,
  { results, pages: theirPages }: History,
): Promise<History> {
  const lowest = theirPages <= 1 ? 0 : Math.min(...results.map(({ number }) => number));
  const found: History['results'] = [];
  for (let page = 1, last = 1; page <= Math.min(last, mostOwnPages); page++) {
    const answer = shaped(historyAnswer, await own(`${path}&page=${page}`));
    found.push(...answer.results);
    last = answer.results.some(({ number }) => number < lowest) ? page : answer.pages;
  }
  return { results: found, pages: 1 };
}
