import { lengthInDays, type Period } from '../period/period.ts';
import type { StatsMeasure } from '../question/stats-measures.ts';
import { deltaOf, ofBoth, type Pair } from './comparison.ts';

/** The figures of one period. Each is counted when it is asked for, by whoever made this: a report or an entity. */
export interface ConversationStats {
  readonly period: Period;
  readonly count: (measure: StatsMeasure) => Promise<number>;
}

/** The figures of a period, of which several may be made of one count: each is asked for once. */
export function statsOf(period: Period, ask: ConversationStats['count']): ConversationStats {
  const counts = new Map<StatsMeasure, Promise<number>>();
  const count = (measure: StatsMeasure): Promise<number> => {
    const known = counts.get(measure) ?? ask(measure);
    counts.set(measure, known);
    return known;
  };
  return { period, count };
}

/** How each figure is made of counts. */
export const figures = {
  totalConversations: ({ count }) => count('touched'),
  conversationsCreated: ({ count }) => count('created'),
  newConversations: ({ count }) => count('created'),
  customers: ({ count }) => count('repliedCustomers'),
  conversationsPerDay: async ({ count, period }) =>
    Math.floor((await count('touched')) / lengthInDays(period)),
} satisfies Record<string, (stats: ConversationStats) => Promise<number>>;

export type FigureName = keyof typeof figures;

/** The change of one figure from the previous to the current period, by the rule of `deltaOf`. */
export async function figureDeltaOf(pair: Pair<ConversationStats>, name: FigureName): Promise<number | null> {
  return deltaOf(...(await ofBoth(pair, figures[name])));
}
