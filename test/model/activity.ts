import { factsOf, repliesOf, written } from './facts.ts';
import { delta, isIn, matching, type PeriodValue, previousOf } from './question.ts';
import type { Helpdesk } from './records.ts';
import { seriesBuckets, type VolumesQuestion } from './volumes-by-channel.ts';

const figures = [
  'conversationsCreated',
  'conversationsTouched',
  'messagesReceived',
  'repliesSent',
  'conversationsReplied',
  'customersReplied',
  'resolutions',
  'reopenings',
] as const;

export const activityQuery = `query (
  $period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput,
  $timeZone: TimeZone, $viewBy: ViewBy
) {
  report: activityReport(
    period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone
  ) {
    current { ...activity } previous { ...activity } deltas { ${figures.join(' ')} }
    series(viewBy: $viewBy) { viewBy timeZone current { ...activity } previous { ...activity } }
  }
}
fragment activity on Activity { startDate endDate ${figures.join(' ')} }`;

/** `activityReport` with its series; the error's argument where the series breaks a rule. */
export function activity(desk: Helpdesk, question: VolumesQuestion, visible?: string[]): object {
  const buckets = seriesBuckets(desk, question);
  if ('argument' in buckets) return { argument: 'viewBy' };
  const { viewBy, timeZone } = buckets;
  const figuresIn = (period: PeriodValue) => activityIn(desk, question, period, visible);
  const current = figuresIn(question.period);
  const previousPeriod = previousOf(question, timeZone);
  const previous = previousPeriod && figuresIn(previousPeriod);
  const deltas =
    previous && Object.fromEntries(figures.map((name) => [name, delta(current[name], previous[name])]));
  const seriesOf = (period: PeriodValue) => buckets.of(period).map(figuresIn);
  const series = {
    viewBy,
    timeZone,
    current: seriesOf(question.period),
    previous: previousPeriod && seriesOf(previousPeriod),
  };
  return { current, previous, deltas, series };
}

function activityIn(desk: Helpdesk, { filter }: VolumesQuestion, period: PeriodValue, visible?: string[]) {
  const inPeriod = (at: string): boolean => isIn(at, period);
  const conversations = matching(desk, filter, visible);
  const threads = conversations.flatMap((c) => c.threads).filter(({ createdAt }) => inPeriod(createdAt));
  const created = conversations.filter(({ createdAt }) => inPeriod(createdAt));
  const hasThread = conversations.filter((c) => c.threads.some(({ createdAt }) => inPeriod(createdAt)));
  const replied = conversations.filter((c) => repliesOf(c).some(({ createdAt }) => inPeriod(createdAt)));
  const customers = replied.flatMap(({ customerId }) => (customerId === undefined ? [] : [customerId]));
  const facts = conversations.map((c) => factsOf(desk, c));
  return {
    startDate: written(period.start),
    endDate: written(period.end),
    conversationsCreated: created.length,
    conversationsTouched: new Set([...created, ...hasThread]).size,
    messagesReceived: threads.filter(({ kind }) => kind === 'customer').length,
    repliesSent: threads.filter(({ kind }) => kind === 'reply').length,
    conversationsReplied: replied.length,
    customersReplied: new Set(customers).size,
    resolutions: facts.flatMap(({ resolutions }) => resolutions).filter(inPeriod).length,
    reopenings: facts.flatMap(({ reopenings }) => reopenings).filter(inPeriod).length,
  };
}
