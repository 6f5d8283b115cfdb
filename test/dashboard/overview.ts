import { channelSummary } from '../model/channel-summary.ts';
import { conversations } from '../model/conversations.ts';
import { conversationsByStatus } from '../model/conversations-by-status.ts';
import type { Question } from '../model/question.ts';
import type { Helpdesk } from '../model/records.ts';
import { workload } from '../model/workload.ts';
import { scoreOf } from './satisfaction.ts';
import type { Shown } from './shown.ts';
import { mediansOf } from './speed.ts';

type Row = Shown[string][number];
interface Entry {
  readonly name: string | null;
  readonly count: number;
  readonly percent: number;
  readonly deltaPercent: number | null;
}

/** What the overview has to show of a helpdesk, computed record by record. */
export function overviewOf(desk: Helpdesk, question: Question): Shown {
  return {
    'At a glance': headline(desk, question),
    'Response times': mediansOf(desk, question),
    Satisfaction: scoreOf(desk, question),
    Now: waiting(desk, question),
    'Conversations by status': statuses(desk, question),
    'Channels by status': channels(desk, question),
    ...topLists(desk, question),
  };
}

interface Compared<Figures, Deltas> {
  readonly current: Figures;
  readonly deltas: Deltas | null;
}

function headline(desk: Helpdesk, question: Question): Row[] {
  const names = {
    newConversations: 'New conversations',
    totalConversations: 'Touched conversations',
    customers: 'Customers replied to',
  };
  type Figures = Record<keyof typeof names, number>;
  const { current, deltas } = conversations(desk, question) as Compared<
    Figures,
    Record<keyof Figures, number | null>
  >;
  return (Object.entries(names) as [keyof Figures, string][]).map(([field, name]) => [
    name,
    current[field],
    ...(deltas ? [deltas[field]] : []),
  ]);
}

function waiting(desk: Helpdesk, { filter = {}, compareTo, previous }: Question): Row[] {
  const { waiting: count } = workload(desk, { filter, by: 'USER', first: 1 }) as { waiting: number };
  return [['Waiting for an answer', count, ...(compareTo || previous ? [null] : [])]];
}

function statuses(desk: Helpdesk, question: Question): Row[] {
  interface Statuses {
    readonly total: number;
    readonly data: readonly { readonly label: string; readonly value: number }[];
  }
  const changes: Record<string, string> = {
    Open: 'open',
    Queued: 'queued',
    On_Hold: 'onHold',
    Closed: 'closed',
  };
  const { current, deltas } = conversationsByStatus(desk, question) as Compared<
    Statuses,
    Record<string, number | null>
  >;
  const change = (field: string): (number | null)[] => (deltas ? [deltas[field] ?? null] : []);
  return [
    ...current.data.map(
      ({ label, value }): Row => [
        label.replace('On_Hold', 'On hold'),
        value,
        ...change(changes[label] ?? ''),
      ],
    ),
    ['Total', current.total, ...change('total')],
  ];
}

function channels(desk: Helpdesk, question: Question): Row[] {
  type Channel = { readonly channel: string } & Record<
    'open' | 'pending' | 'snoozed' | 'resolved' | 'total',
    number
  >;
  const { current, deltas } = channelSummary(desk, question) as Compared<
    readonly Channel[],
    readonly { readonly channel: string; readonly total: number | null }[]
  >;
  return current.map(({ channel, open, pending, snoozed, resolved, total }) => [
    channel,
    open,
    pending,
    snoozed,
    resolved,
    total,
    ...(deltas ? [deltas.find((row) => row.channel === channel)?.total ?? null] : []),
  ]);
}

function topLists(desk: Helpdesk, question: Question): Shown {
  const report = conversations(desk, question) as Record<string, { readonly top: readonly Entry[] }> & {
    readonly customFields: {
      readonly fields: readonly {
        readonly values: readonly Entry[];
      }[];
    };
  };
  const rows = (entries: readonly Entry[] = []): Row[] =>
    entries.map(({ name, count, percent, deltaPercent }) => [
      name ?? 'No tag',
      count,
      percent,
      ...(deltaPercent === null ? [] : [deltaPercent]),
    ]);
  const named = (entries: readonly (Entry & { customerId?: string })[] = []): Row[] =>
    rows(entries.map((entry) => ({ ...entry, name: entry.name ?? entry.customerId ?? null })));
  return {
    'Top tags': rows(report['tags']?.top),
    'Top customers': named(report['customers']?.top),
    'Top saved replies': rows(report['replies']?.top),
    'Top workflows': rows(report['workflows']?.top),
    'Custom fields': report.customFields.fields.flatMap(({ values }) => rows(values)),
  };
}
