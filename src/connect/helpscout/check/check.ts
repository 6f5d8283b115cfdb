import { UsageError } from '../../../usage-error.ts';
import { saveState } from '../../connections.ts';
import { type CheckOptions, type CheckOutcome, nothingToCompare, type OwnAnswer } from '../../source.ts';
import { instant } from '../client.ts';
import { ForbiddenError } from '../errors.ts';
import { poll } from '../poll.ts';
import { reconcile } from '../reconcile.ts';
import { nowOf, type Run } from '../run.ts';
import { type Comparison, comparePeriod } from './compare.ts';
import { type Period, periodsBefore } from './periods.ts';
import type { Row } from './rows.ts';

const noReports = "Help Scout's reports are for its plans Plus and Pro: nothing can be compared";

/** Compares the copy with Help Scout's own reports, figure by figure. */
export async function check(run: Run, options: CheckOptions, own: OwnAnswer): Promise<CheckOutcome> {
  await poll(run);
  try {
    let rows = await compareAll(run, options, own);
    if (options.repair && rows.some(({ kind }) => kind === 'different')) {
      await reconcile(run);
      rows = await compareAll(run, options, own);
    }
    run.state.hasReports = true;
    return await concluded(run, outcomeOf(rows), options);
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error;
    run.state.hasReports = false;
    return concluded(run, { line: noReports, exitCode: 2 }, options);
  }
}

async function concluded(run: Run, outcome: CheckOutcome, { print }: CheckOptions): Promise<CheckOutcome> {
  run.state.lastCheck = { at: run.time.now(), outcome: outcome.line };
  await saveState(run);
  print(outcome.line);
  return outcome;
}

async function compareAll(run: Run, options: CheckOptions, own: OwnAnswer): Promise<Row[]> {
  const rows: Row[] = [];
  for (const period of periodsOf(run, options)) {
    const comparison = await comparePeriod(run, period, own);
    printComparison(period, comparison, options.print);
    rows.push(...comparison.rows);
  }
  return rows;
}

/** The period that is asked for, else those that are over; none goes back further than the copy. */
function periodsOf(run: Run, { since, until }: CheckOptions): Period[] {
  const now = nowOf(run);
  const { timeZone, since: first = 0 } = run.settings;
  if (since === undefined && until === undefined)
    return periodsBefore(now, timeZone).filter(({ start }) => start >= first);
  const start = Math.max(since ?? 0, first, run.state.firstMonth ?? 0);
  const end = until ?? now;
  if (end <= start) throw new UsageError(nothingToCompare);
  return [{ start, end }];
}

function printComparison(
  { start, end }: Period,
  { rows, notes }: Comparison,
  print: CheckOptions['print'],
): void {
  print(`${instant(start)} to ${instant(end)}: figure, Help Scout, deskgraph, difference`);
  for (const { field, theirs, ours, kind } of rows)
    print(`  ${field}: ${theirs}, ${ours}, ${theirs - ours}${kind === 'equal' ? '' : ` ${kind}`}`);
  for (const note of notes) print(`  ${note}`);
}

function outcomeOf(rows: readonly Row[]): CheckOutcome {
  const different = rows.filter(({ kind }) => kind === 'different').length;
  if (different > 0) return { line: `${different} differences`, exitCode: 1 };
  const isEqual = rows.every(({ kind }) => kind === 'equal');
  return { line: isEqual ? 'equal' : 'explained', exitCode: 0 };
}
