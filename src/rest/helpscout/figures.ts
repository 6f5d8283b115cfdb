import { type ConversationStats, type FigureName, figureDeltaOf, figures } from '../../answering/stats.ts';
import type { Context } from '../../auth/context.ts';
import type { Period } from '../../period/period.ts';
import type { Slice } from '../../question/slice.ts';
import { reportStatsOf } from '../../reports/counts.ts';
import { printedInstant, rounded } from './print.ts';

const names: readonly FigureName[] = [
  'totalConversations',
  'conversationsCreated',
  'newConversations',
  'customers',
  'conversationsPerDay',
];
const deltas: readonly FigureName[] = [
  'newConversations',
  'totalConversations',
  'customers',
  'conversationsCreated',
  'conversationsPerDay',
];

/** The figures of the periods asked for, and the changes from one to the other. */
export async function loadFigures(context: Context, slice: Slice) {
  const statsIn = (period: Period): ConversationStats => reportStatsOf(context, slice, period);
  const current = statsIn(slice.period);
  if (!slice.previous) return { current: await printed(current) };
  const previous = statsIn(slice.previous);
  const [now, before, changes] = await Promise.all([
    printed(current),
    printed(previous),
    // The source knows no change from nothing.
    each(deltas, async (name) => rounded((await figureDeltaOf({ current, previous }, name)) ?? 0)),
  ]);
  return { current: now, previous: before, deltas: changes };
}

async function printed(stats: ConversationStats) {
  const { start, end } = stats.period;
  const values = await each(names, (name) => figures[name](stats));
  return { startDate: printedInstant(start), endDate: printedInstant(end), ...values };
}

async function each(names: readonly FigureName[], countOf: (name: FigureName) => Promise<number>) {
  const values = await Promise.all(names.map(countOf));
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}
