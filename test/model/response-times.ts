import { factsOf, repliesOf, waitedSince, written } from './facts.ts';
import { secondsBetween } from './office-hours.ts';
import { delta, isIn, matching, type PeriodValue, previousOf, type Question } from './question.ts';
import type { ConversationRecord, Helpdesk } from './records.ts';
import { type SeriesViewBy, seriesBuckets } from './volumes-by-channel.ts';

/** The arguments of `responseTimesReport`, its ranges and its series as a client sends them. */
export type TimesQuestion = Question & { officeHours?: boolean; bounds: number[]; viewBy?: SeriesViewBy };

/** `responseTimesReport`, conversation by conversation; the error's argument where the series is refused. */
export function responseTimes(desk: Helpdesk, question: TimesQuestion, visible?: string[]): object {
  const buckets = seriesBuckets(desk, question);
  if ('argument' in buckets) return { argument: 'viewBy' };
  const conversations = matching(desk, question.filter, visible);
  const times = (period: PeriodValue) => timesOf(desk, conversations, period, question);
  const { viewBy, timeZone } = buckets;
  const previousPeriod = previousOf(question, timeZone);
  const current = times(question.period);
  const previous = previousPeriod && times(previousPeriod);
  return {
    current,
    previous,
    deltas: previous && deltasOf(current, previous),
    series: {
      viewBy,
      timeZone,
      current: buckets.of(question.period).map(times),
      previous: previousPeriod && buckets.of(previousPeriod).map(times),
    },
  };
}

function timesOf(
  desk: Helpdesk,
  conversations: ConversationRecord[],
  period: PeriodValue,
  { officeHours = false, bounds }: TimesQuestion,
) {
  const facts = conversations.map((c) => ({ c, ...factsOf(desk, c) }));
  const replies = conversations.flatMap((c) =>
    repliesOf(c)
      .filter(({ createdAt }) => isIn(createdAt, period))
      .map((reply) => ({ reply, since: waitedSince(c, reply) })),
  );
  const firsts = facts.filter(({ firstResponseAt }) => firstResponseAt && isIn(firstResponseAt, period));
  const resolved = facts.filter(
    ({ c, resolveTime }) => resolveTime !== null && c.closedAt !== undefined && isIn(c.closedAt, period),
  );
  const once = resolved.filter(({ repliesSent }) => repliesSent === 1).length;
  const stats = (values: (number | null | undefined)[]) =>
    statsOf(
      values.filter((value) => value != null),
      bounds,
    );
  return {
    startDate: written(period.start),
    endDate: written(period.end),
    firstResponse: stats(firsts.map((c) => (officeHours ? c.officeFirstResponseTime : c.firstResponseTime))),
    response: stats(
      replies
        .map(({ reply, since }) => since && secondsBetween(desk, since, reply.createdAt, officeHours))
        .map((seconds) => (typeof seconds === 'number' ? seconds : null)),
    ),
    resolution: stats(resolved.map((c) => (officeHours ? c.officeResolveTime : c.resolveTime))),
    handle: stats(replies.map(({ reply }) => reply.handleSeconds)),
    repliesToResolve: meanOf(resolved.map(({ repliesSent }) => repliesSent)),
    resolvedOnFirstReply: once,
    resolvedOnFirstReplyPercent: resolved.length === 0 ? 0 : (once / resolved.length) * 100,
  };
}

function statsOf(values: number[], bounds: number[]) {
  const sorted = [...values].sort((one, other) => one - other);
  const starts = [0, ...bounds];
  return {
    count: values.length,
    average: meanOf(values),
    median: percentile(sorted, 0.5),
    p90: percentile(sorted, 0.9),
    p95: percentile(sorted, 0.95),
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
    ranges: starts.map((from, index) => {
      const to = bounds[index] ?? null;
      const count = values.filter((value) => value >= from && (to === null || value < to)).length;
      return { from, to, count, percent: values.length === 0 ? 0 : (count / values.length) * 100 };
    }),
  };
}

function meanOf(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** At rank 1 + part · (n − 1) of the sorted values, linear between neighbours. */
function percentile(sorted: number[], part: number): number | null {
  const rank = part * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (rank - Math.floor(rank));
}

type Times = ReturnType<typeof timesOf>;

function deltasOf(current: Times, previous: Times): object {
  const kinds = ['firstResponse', 'response', 'resolution', 'handle'] as const;
  const values = ['count', 'average', 'median', 'p90', 'p95'] as const;
  return {
    ...Object.fromEntries(
      kinds.map((kind) => [
        kind,
        Object.fromEntries(values.map((name) => [name, delta(current[kind][name], previous[kind][name])])),
      ]),
    ),
    repliesToResolve: delta(current.repliesToResolve, previous.repliesToResolve),
    resolvedOnFirstReply: delta(current.resolvedOnFirstReply, previous.resolvedOnFirstReply),
    resolvedOnFirstReplyPercent: current.resolvedOnFirstReplyPercent - previous.resolvedOnFirstReplyPercent,
  };
}
