import { lengthInDays, type Period } from '../period/period.ts';
import { builder } from '../schema/builder.ts';
import { deltaOf } from './comparison.ts';

export const statsMeasures = ['created', 'touched', 'repliedCustomers'] as const;

/** What can be counted of the conversations that match a question, in a period. */
export type StatsMeasure = (typeof statsMeasures)[number];

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

export interface ConversationStatsPair {
  readonly current: ConversationStats;
  readonly previous: ConversationStats;
}

type Figure = (stats: ConversationStats) => Promise<number>;

const total: Figure = ({ count }) => count('touched');
const created: Figure = ({ count }) => count('created');
const customers: Figure = ({ count }) => count('repliedCustomers');
const perDay: Figure = async ({ count, period }) =>
  Math.floor((await count('touched')) / lengthInDays(period));

const change =
  (figure: Figure) =>
  async ({ current, previous }: ConversationStatsPair): Promise<number | null> => {
    const [now, before] = await Promise.all([figure(current), figure(previous)]);
    return deltaOf(now, before);
  };

export const ConversationStatsType = builder.objectRef<ConversationStats>('ConversationStats').implement({
  description: 'The conversations of one period in figures. Source: Help Scout.',
  fields: (t) => ({
    startDate: t.field({
      type: 'DateTime',
      description: 'Start of the period; inside.',
      resolve: ({ period }) => period.start,
    }),
    endDate: t.field({
      type: 'DateTime',
      description: 'End of the period; outside.',
      resolve: ({ period }) => period.end,
    }),
    totalConversations: t.int({
      description:
        'Conversations touched in the period: created in it, or with a thread of any kind created in it.',
      resolve: total,
    }),
    conversationsCreated: t.int({
      description: 'Conversations created in the period; the same as newConversations.',
      resolve: created,
    }),
    newConversations: t.int({ description: 'Conversations created in the period.', resolve: created }),
    customers: t.int({
      description: 'Different customers whose conversations have a reply sent in the period.',
      resolve: customers,
    }),
    conversationsPerDay: t.int({
      description:
        'totalConversations divided by the whole days of 86,400 seconds in the period (at least 1), rounded down.',
      resolve: perDay,
    }),
  }),
});

const percentage = 'Change in percent; null where only the previous figure is 0.';

export const ConversationDeltasType = builder
  .objectRef<ConversationStatsPair>('ConversationDeltas')
  .implement({
    description: 'Change of each figure from previous to current. Source: Help Scout.',
    fields: (t) => ({
      totalConversations: t.float({ nullable: true, description: percentage, resolve: change(total) }),
      conversationsCreated: t.float({ nullable: true, description: percentage, resolve: change(created) }),
      newConversations: t.float({ nullable: true, description: percentage, resolve: change(created) }),
      customers: t.float({ nullable: true, description: percentage, resolve: change(customers) }),
      conversationsPerDay: t.float({ nullable: true, description: percentage, resolve: change(perDay) }),
    }),
  });
