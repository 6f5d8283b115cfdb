import type { Question } from '../model/question.ts';
import type { Helpdesk } from '../model/records.ts';
import { responseTimes } from '../model/response-times.ts';
import type { Shown } from './shown.ts';

type Row = Shown[string][number];
type Numbers = Readonly<Record<string, number | null>>;
type Kind = 'firstResponse' | 'response' | 'resolution';
type Stats = Numbers & { readonly ranges: readonly { readonly count: number; readonly percent: number }[] };
type Times = Readonly<Record<Kind | 'handle', Stats>> & { readonly startDate: string } & Numbers;

interface Report {
  readonly current: Times;
  readonly previous: Times | null;
  readonly deltas: (Readonly<Record<Kind | 'handle', Numbers>> & Numbers) | null;
  readonly series: { readonly current: readonly Times[]; readonly previous: readonly Times[] | null };
}

const bounds = [900, 3600, 14_400, 28_800, 86_400, 172_800];
const ranges = ['0s – 15m', '15m – 1h', '1h – 4h', '4h – 8h', '8h – 1d', '1d – 2d', '≥ 2d'];
const kinds = {
  firstResponse: 'First response',
  response: 'Response',
  resolution: 'Resolve time',
  handle: 'Handling',
};
const series = {
  firstResponse: 'First response over time',
  response: 'Response over time',
  resolution: 'Resolve time over time',
};
const lengths = {
  firstResponse: 'First response by length',
  response: 'Response by length',
  resolution: 'Resolve time by length',
};

const reportOf = (desk: Helpdesk, question: Question & { officeHours?: boolean }): Report =>
  responseTimes(desk, { ...question, bounds }) as Report;

/** What the view of response times has to show of days in Berlin. */
export function responsesOf(desk: Helpdesk, question: Question & { officeHours?: boolean }): Shown {
  const report = reportOf(desk, question);
  return {
    'Response times': stats(report),
    'Resolved conversations': resolved(report),
    ...Object.fromEntries(
      Object.entries(series).map(([kind, title]) => [title, seriesRows(report, kind as Kind)]),
    ),
    ...Object.fromEntries(
      Object.entries(lengths).map(([kind, title]) => [title, rangeRows(report, kind as Kind)]),
    ),
  };
}

/** What the overview shows of them. */
export function mediansOf(desk: Helpdesk, question: Question): Row[] {
  const { current, deltas } = reportOf(desk, question);
  return [
    [
      'Median first response',
      current.firstResponse['median'] ?? null,
      ...(deltas ? [deltas.firstResponse['median'] ?? null] : []),
    ],
    [
      'Median resolve time',
      current.resolution['median'] ?? null,
      ...(deltas ? [deltas.resolution['median'] ?? null] : []),
    ],
  ];
}

function stats({ current, deltas }: Report): Row[] {
  return Object.entries(kinds).map(([kind, name]) => {
    const own = current[kind as Kind];
    const change = deltas ? [deltas[kind as Kind]['median'] ?? null] : [];
    const rest = ['average', 'p90', 'p95', 'min', 'max'].map((field) => own[field] ?? null);
    return [name, own['count'] ?? null, own['median'] ?? null, ...change, ...rest];
  });
}

function resolved({ current, previous, deltas }: Report): Row[] {
  const fields = {
    repliesToResolve: 'Replies to resolve',
    resolvedOnFirstReply: 'Resolved on the first reply',
    resolvedOnFirstReplyPercent: 'Share of the resolved',
  };
  return Object.entries(fields).map(([field, name]) => [
    name,
    current[field] ?? null,
    // A share of nothing is nothing to compare with.
    ...(deltas
      ? [
          field.endsWith('Percent') && !(current.resolution['count'] && previous?.resolution['count'])
            ? null
            : (deltas[field] ?? null),
        ]
      : []),
  ]);
}

function seriesRows({ series: { current, previous } }: Report, kind: Kind): Row[] {
  const day = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Berlin', month: 'short', day: 'numeric' });
  return current.map((bucket, index) => [
    day.format(new Date(bucket.startDate)),
    bucket[kind]['median'] ?? null,
    bucket[kind]['p90'] ?? null,
    previous?.[index]?.[kind]['median'] ?? null,
  ]);
}

function rangeRows({ current }: Report, kind: Kind): Row[] {
  return current[kind].ranges.map(({ count, percent }, index) => [ranges[index] ?? '', count, percent]);
}
