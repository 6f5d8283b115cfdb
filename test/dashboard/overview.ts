import { Temporal } from 'temporal-polyfill';
import { breakdown } from '../model/breakdown.ts';
import { channelSummary } from '../model/channel-summary.ts';
import { conversations } from '../model/conversations.ts';
import { conversationsByStatus } from '../model/conversations-by-status.ts';
import { isIn, matching, type PeriodValue, previousOf, type Question } from '../model/question.ts';
import type { Helpdesk } from '../model/records.ts';
import { seriesBuckets } from '../model/volumes-by-channel.ts';
import { workload } from '../model/workload.ts';
import { scoreOf } from './satisfaction.ts';
import { channelNamed, type Shown } from './shown.ts';
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
    'At a glance': activity(desk, question),
    'New and resolved over time': overTime(desk, question),
    'Busy times': busyTimes(desk, question),
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

/** The figures of a period by the names that the page has for them. */
const names = {
  conversationsCreated: 'New conversations',
  conversationsTouched: 'Touched conversations',
  customersReplied: 'Customers replied to',
  repliesSent: 'Replies',
  resolutions: 'Resolutions',
};
type Figures = Record<keyof typeof names, number>;

/** What a breakdown counts of all conversations together is the activity of the period. */
function activityOf(
  desk: Helpdesk,
  question: Question,
): Compared<Figures, Record<keyof Figures, number | null>> {
  return (breakdown(desk, { ...question, by: 'TYPE' }) as { total: ReturnType<typeof activityOf> }).total;
}

function activity(desk: Helpdesk, question: Question): Row[] {
  const { current, deltas } = activityOf(desk, question);
  return (Object.entries(names) as [keyof Figures, string][]).map(([field, name]) => [
    name,
    current[field],
    ...(deltas ? [deltas[field]] : []),
  ]);
}

/** Both lines of each bucket, and those of the bucket at the same place of the comparison. */
function overTime(desk: Helpdesk, question: Question): Row[] {
  const zone = question.timeZone ?? desk.timeZone;
  const buckets = seriesBuckets(desk, question);
  if ('argument' in buckets) throw new Error('This period has no series.');
  const before = previousOf(question, zone);
  const previous = before && buckets.of(before);
  const linesOf = (period: PeriodValue | undefined): (number | null)[] => {
    if (!period) return [null, null];
    const { current } = activityOf(desk, { filter: question.filter ?? {}, period });
    return [current.conversationsCreated, current.resolutions];
  };
  const day = new Intl.DateTimeFormat('en-US', { timeZone: zone, month: 'short', day: 'numeric' });
  return buckets
    .of(question.period)
    .map((period, index) => [
      day.format(new Date(period.start)),
      ...linesOf(period),
      ...(previous ? linesOf(previous[index]) : []),
    ]);
}

/** New conversations in each hour of the week, a row for each weekday. */
function busyTimes(desk: Helpdesk, { period, filter, timeZone = desk.timeZone }: Question): Row[] {
  const created = matching(desk, filter)
    .filter(({ createdAt }) => isIn(createdAt, period))
    .map(({ createdAt }) => Temporal.Instant.from(createdAt).toZonedDateTimeISO(timeZone));
  return ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((name, index) => [
    name,
    ...Array.from(
      { length: 24 },
      (_, hour) => created.filter((at) => at.dayOfWeek === index + 1 && at.hour === hour).length,
    ),
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
    channelNamed(channel),
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
    readonly previous: unknown;
    readonly customFields: {
      readonly fields: readonly {
        readonly values: readonly Entry[];
        readonly summary: { readonly previousTotal: number | null };
      }[];
    };
  };
  const total = (report.previous as { totalConversations: number } | null)?.totalConversations ?? null;
  // Shares of nothing are nothing to compare with.
  const rows = (entries: readonly Entry[] = [], before = total): Row[] =>
    entries.map(({ name, count, percent, deltaPercent }) => [
      name ?? 'No tag',
      count,
      percent,
      ...(before === null ? [] : [before > 0 ? deltaPercent : null]),
    ]);
  const named = (entries: readonly (Entry & { customerId?: string })[] = []): Row[] =>
    rows(entries.map((entry) => ({ ...entry, name: entry.name ?? entry.customerId ?? null })));
  return {
    'Top tags': rows(report['tags']?.top),
    'Top customers': named(report['customers']?.top),
    'Top saved replies': rows(report['replies']?.top),
    'Top workflows': rows(report['workflows']?.top),
    'Custom fields': report.customFields.fields.flatMap(({ values, summary }) =>
      rows(values, summary.previousTotal),
    ),
  };
}
