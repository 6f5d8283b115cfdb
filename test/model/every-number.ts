import { type Dimension, dimensions } from './happenings.ts';
import type { FilterValue, Question } from './question.ts';
import type { RowsQuestion } from './rows.ts';

/** Reports over one period, with their numbers that have rows. */
export const numbersQuery = `query ($period: PeriodInput!, $filter: ReportFilterInput, $timeZone: TimeZone, $user: ID!) {
  overall: conversationsReport(period: $period, filter: $filter, timeZone: $timeZone) {
    busiestDay { day count }
    current { totalConversations newConversations conversationsCreated }
    tags(first: 100) { top { tagId count } }
    customers(first: 100) { count top { customerId count } }
    customFields { fields { fieldId mailboxId values { optionId count } summary { total totalAnswered } } }
  }
  volumes: volumesByChannelReport(period: $period, filter: $filter, timeZone: $timeZone) { current { date chat email phone } }
  history: userConversationHistoryReport(user: $user, period: $period, filter: $filter) { current { conversations } }
  channels: channelSummaryReport(period: $period, filter: $filter) { current { channel open resolved pending snoozed } }
  statuses: conversationsByStatusReport(period: $period, filter: $filter) { current { data { label value } } }
  times: responseTimesReport(period: $period, filter: $filter) {
    current { resolution { count ranges(bounds: [3600, 86400, 604800]) { from to count } } }
  }
  activity: activityReport(period: $period, filter: $filter) {
    current { conversationsCreated conversationsTouched conversationsReplied }
  }
  busy: busyTimesReport(period: $period, filter: $filter, timeZone: $timeZone) { current { day hour count } }
  ${dimensions.map((by) => `${by}: breakdownReport(by: ${by}, period: $period, filter: $filter, timeZone: $timeZone, first: 100) { ...rows }`).join('\n  ')}
}
fragment rows on BreakdownReport { rows { key current { conversationsCreated conversationsTouched } } }`;

interface Breakdown {
  rows: { key: string | null; current: { conversationsCreated: number; conversationsTouched: number } }[];
}

export interface Numbers extends Record<Dimension, Breakdown> {
  overall: {
    busiestDay: { day: number; count: number } | null;
    current: { totalConversations: number; newConversations: number; conversationsCreated: number };
    tags: { top: { tagId: string; count: number }[] };
    customers: { count: number; top: { customerId: string; count: number }[] };
    customFields: {
      fields: {
        fieldId: string;
        mailboxId: string;
        values: { optionId: string; count: number }[];
        summary: { total: number; totalAnswered: number };
      }[];
    };
  };
  volumes: { current: { date: string; chat: number; email: number; phone: number }[] };
  history: { current: { conversations: number } };
  channels: {
    current: { channel: string; open: number; resolved: number; pending: number; snoozed: number }[];
  };
  statuses: { current: { data: { label: string; value: number }[] } };
  times: {
    current: {
      resolution: { count: number; ranges: { from: number; to: number | null; count: number }[] };
    };
  };
  activity: {
    current: { conversationsCreated: number; conversationsTouched: number; conversationsReplied: number };
  };
  busy: { current: { day: number; hour: number; count: number }[] };
}

/** A number of a report, and the question for the conversations behind it. */
export interface NumberWithRows {
  readonly number: number;
  readonly rows: RowsQuestion;
  /** It counts what happened to the conversations: one of them for each at most, and none where there was nothing. */
  readonly isOfEvents?: boolean;
}

const listOf: Record<Dimension, keyof FilterValue> = {
  MAILBOX: 'mailboxes',
  FOLDER: 'folders',
  USER: 'assignees',
  TEAM: 'teams',
  TAG: 'tags',
  CUSTOMER: 'customers',
  CHANNEL: 'channels',
  TYPE: 'types',
  STATUS: 'statuses',
  PRIORITY: 'priorities',
};

/** What filters by a row of a breakdown; null where nothing does: of the rows without a key only users can be asked for. */
function conditionOf(by: Dimension, key: string | null): FilterValue | null {
  if (key !== null) return { [listOf[by]]: [key] };
  return by === 'USER' ? { isAssigned: false } : null;
}

const statesOfChannel = {
  open: ['OPEN'],
  resolved: ['CLOSED'],
  pending: ['PENDING'],
  snoozed: ['SNOOZED', 'ON_HOLD'],
} as const;

const conditionsOfLabel: Record<string, FilterValue> = {
  Open: { statuses: ['OPEN'], isAssigned: true },
  Queued: { statuses: ['OPEN'], isAssigned: false },
  On_Hold: { statuses: ['ON_HOLD', 'SNOOZED', 'PENDING'] },
  Closed: { statuses: ['CLOSED'] },
};

/** The numbers that a question's reports answer with, each with its rows, where the filter leaves the lists of their dimension free. */
export function numbersWithRows(
  { period, filter = {}, timeZone }: Question,
  user: string,
  { overall, volumes, history, channels, statuses, times, activity, busy, ...breakdowns }: Numbers,
): NumberWithRows[] {
  const base = { period, filter, ...(timeZone && { timeZone }) };
  const of = (number: number, rows: RowsQuestion): NumberWithRows => ({ number, rows: { ...base, ...rows } });
  const within = (number: number, activity: 'TOUCHED' | 'CREATED', more: FilterValue): NumberWithRows[] =>
    Object.keys(more).every((condition) => isFree(filter, condition as keyof FilterValue))
      ? [of(number, { activity, filter: { ...filter, ...more } })]
      : [];
  const { totalConversations, newConversations, conversationsCreated } = overall.current;
  const { busiestDay } = overall;
  const { resolution } = times.current;
  return [
    of(totalConversations, { activity: 'TOUCHED' }),
    of(overall.customers.count, { activity: 'TOUCHED' }),
    of(newConversations, { activity: 'CREATED' }),
    of(conversationsCreated, { activity: 'CREATED' }),
    of(activity.current.conversationsCreated, { activity: 'CREATED' }),
    of(activity.current.conversationsTouched, { activity: 'TOUCHED' }),
    of(activity.current.conversationsReplied, { activity: 'REPLIED' }),
    ...busy.current
      .filter(({ count }) => count > 0)
      .map(({ day: weekday, hour, count }) =>
        of(count, { activity: 'CREATED', where: { weekday, hourFrom: hour, hourTo: hour + 1 } }),
      ),
    of(history.current.conversations, { activity: 'REPLIED', where: { repliedBy: user } }),
    ...(busiestDay
      ? [of(busiestDay.count, { activity: 'CREATED', where: { weekday: busiestDay.day } })]
      : []),
    ...overall.tags.top.flatMap(({ tagId, count }) => within(count, 'TOUCHED', { tags: [tagId] })),
    ...overall.customers.top.flatMap(({ customerId, count }) =>
      within(count, 'TOUCHED', { customers: [customerId] }),
    ),
    ...overall.customFields.fields.flatMap(({ fieldId: field, mailboxId, values, summary }) => [
      ...values.map(({ optionId: option, count }) => of(count, { where: { field, option } })),
      of(summary.totalAnswered, { where: { field, answered: true } }),
      of(summary.total - summary.totalAnswered, { where: { field, answered: false } }),
      ...within(summary.total, 'TOUCHED', { mailboxes: [mailboxId] }),
    ]),
    ...volumes.current.flatMap(({ date, ...counts }, index) => {
      const bucket = { start: date, end: volumes.current[index + 1]?.date ?? period.end };
      return Object.entries(counts)
        .flatMap(([type, count]) => within(count, 'CREATED', { types: [type.toUpperCase()] }))
        .map(({ number, rows }) => ({ number, rows: { ...rows, period: bucket } }));
    }),
    ...channels.current.flatMap(({ channel, ...counts }) =>
      Object.entries(statesOfChannel).flatMap(([word, states]) =>
        within(counts[word as keyof typeof counts], 'CREATED', {
          channels: [channel],
          statuses: [...states],
        }),
      ),
    ),
    of(resolution.count, { activity: 'RESOLVED' }),
    ...resolution.ranges.map(({ from, to, count }) =>
      of(count, { activity: 'RESOLVED', where: { resolveTime: { from, ...(to !== null && { to }) } } }),
    ),
    ...dimensions.flatMap((by) =>
      breakdowns[by].rows.flatMap(({ key, current }) => {
        const condition = conditionOf(by, key);
        if (!condition) return [];
        return [
          ...within(current.conversationsCreated, 'CREATED', condition),
          ...within(current.conversationsTouched, 'TOUCHED', condition),
        ];
      }),
    ),
    ...statuses.current.data.flatMap(({ label, value }) =>
      within(value, 'CREATED', conditionsOfLabel[label] ?? {}),
    ),
  ];
}

/** Whether a filter sets no condition of a kind. */
export function isFree(filter: FilterValue, condition: keyof FilterValue): boolean {
  const value = filter[condition];
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
