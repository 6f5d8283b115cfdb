import { type BreakdownQuestion, breakdown } from '../model/breakdown.ts';
import type { FilterValue } from '../model/question.ts';
import type { Helpdesk } from '../model/records.ts';
import { type RowsQuestion, rows } from '../model/rows.ts';
import { type HistoryQuestion, userConversationHistory } from '../model/user-conversation-history.ts';
import { workload } from '../model/workload.ts';
import { channelNamed, type Shown } from './shown.ts';

type Row = Shown[string][number];
type Numbers = Readonly<Record<string, number | null>>;

/** The columns of a breakdown in their order. */
const columns = [
  ...(['conversationsCreated', 'conversationsTouched', 'messagesReceived', 'repliesSent'] as const),
  ...(['customersReplied', 'resolutions', 'medianFirstResponseTime', 'avgFirstResponseTime'] as const),
  ...(['medianResponseTime', 'avgResponseTime', 'avgResolveTime', 'ratings', 'satisfactionScore'] as const),
];

interface Compared {
  readonly current: Numbers;
  readonly deltas: Numbers | null;
}

/** Rows of a breakdown and of all conversations, each number with its change. */
export function breakdownOf(desk: Helpdesk, question: BreakdownQuestion, without: string): Row[] {
  const report = breakdown(desk, { first: 100, ...question }) as {
    rows: (Compared & { key: string | null; name: string | null })[];
    total: Compared;
  };
  const numbers = ({ current, deltas }: Compared): (number | null)[] =>
    columns.flatMap((column) => [current[column] ?? null, ...(deltas ? [deltas[column] ?? null] : [])]);
  return [
    ...report.rows.map(
      (row): Row => [
        channelNamed(row.name ?? (row.key === '1' ? 'No tag' : (row.key ?? without))),
        ...numbers(row),
      ],
    ),
    ['Total', ...numbers(report.total)],
  ];
}

const workloadColumns = ['open', 'unassigned', 'pending', 'snoozed', 'onHold', 'waiting'] as const;
const workloadNames = ['Open', 'Unassigned', 'Pending', 'Snoozed', 'On hold', 'Waiting for an answer'];

/** How things stand now, as a whole and by agent, mailbox, team and channel. */
export function workloadOf(desk: Helpdesk, filter: FilterValue = {}): Shown {
  type Answer = Numbers & { rows: (Numbers & { key: string | null; name: string | null })[] };
  const by = (dimension: 'USER' | 'MAILBOX' | 'TEAM' | 'CHANNEL'): Answer =>
    workload(desk, { filter, by: dimension, first: 100 }) as Answer;
  const rowsBy = (dimension: Parameters<typeof by>[0]): Row[] =>
    by(dimension).rows.map(({ key, name, ...row }) => [
      channelNamed(name ?? key ?? 'None'),
      ...workloadColumns.map((column) => row[column] as number),
    ]);
  const all = by('USER');
  return {
    Now: workloadColumns.map((column, index): Row => [workloadNames[index] ?? '', all[column] as number]),
    'By agent': rowsBy('USER'),
    'By mailbox': rowsBy('MAILBOX'),
    'By team': rowsBy('TEAM'),
    'By channel': rowsBy('CHANNEL'),
  };
}

const historyColumns = [
  ['replies', 'Replies'],
  ['conversations', 'Conversations'],
  ['customers', 'Customers'],
  ['avgResponseTime', 'Average response'],
  ['avgFirstResponseTime', 'Average first response'],
  ['avgResolveTime', 'Average resolve time'],
  ['avgHandleTime', 'Average handling'],
] as const;

/** A user's totals and one page of the user's replies. */
export function historyOf(desk: Helpdesk, question: HistoryQuestion): Shown {
  type Reply = Numbers & { number: number };
  type Answer = Compared & { results: Reply[] };
  const { current, deltas, results } = userConversationHistory(desk, question) as Answer;
  return {
    'All replies': historyColumns.map(
      ([column, name]): Row => [name, current[column] ?? null, ...(deltas ? [deltas[column] ?? null] : [])],
    ),
    Replies: results.map(
      (reply): Row => [
        `#${reply.number}`,
        reply['repliesSent'] ?? null,
        reply['responseTime'] ?? null,
        reply['firstResponseTime'] ?? null,
        reply['resolveTime'] ?? null,
        reply['avgHandleTime'] ?? null,
      ],
    ),
  };
}

/** The first page of a list of conversations. */
export function rowsOf(desk: Helpdesk, question: RowsQuestion): Row[] {
  const all = rows(desk, question) as {
    number: number;
    firstResponseTime: number | null;
    resolveTime: number | null;
  }[];
  return all.slice(0, 50).map((row) => [`#${row.number}`, row.firstResponseTime, row.resolveTime]);
}
