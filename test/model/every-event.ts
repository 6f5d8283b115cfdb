import { isFree, type NumberWithRows } from './every-number.ts';
import type { FilterValue, Question } from './question.ts';
import type { RowsQuestion } from './rows.ts';

/** Reports over one period, with the numbers of what happened to conversations: first responses, replies, resolutions, ratings. */
export const eventsQuery = `query ($period: PeriodInput!, $filter: ReportFilterInput) {
  times: responseTimesReport(period: $period, filter: $filter) {
    current {
      firstResponse { ...counts }
      response { ...counts }
      handle { ...counts }
      resolvedOnFirstReply
    }
  }
  activity: activityReport(period: $period, filter: $filter) { current { messagesReceived repliesSent resolutions } }
  satisfaction: satisfactionReport(period: $period, filter: $filter) { current { ratings great okay notGood } }
  workload: workloadReport(filter: $filter) { waiting }
  agents: breakdownReport(by: USER, period: $period, filter: $filter, first: 100) { ...rows }
  mailboxes: breakdownReport(by: MAILBOX, period: $period, filter: $filter, first: 100) { ...rows }
}
fragment counts on DurationStats { count ranges(bounds: [1, 3600, 86400, 604800]) { from to count } }
fragment rows on BreakdownReport { rows { key current { messagesReceived repliesSent resolutions ratings } } }`;

interface Lengths {
  readonly count: number;
  readonly ranges: readonly { readonly from: number; readonly to: number | null; readonly count: number }[];
}

interface Breakdown {
  readonly rows: readonly {
    readonly key: string | null;
    readonly current: Readonly<
      Record<'messagesReceived' | 'repliesSent' | 'resolutions' | 'ratings', number>
    >;
  }[];
}

export interface Events {
  readonly times: {
    readonly current: Readonly<Record<'firstResponse' | 'response' | 'handle', Lengths>> & {
      readonly resolvedOnFirstReply: number;
    };
  };
  readonly activity: {
    readonly current: Readonly<Record<'messagesReceived' | 'repliesSent' | 'resolutions', number>>;
  };
  readonly satisfaction: {
    readonly current: Readonly<Record<'ratings' | 'great' | 'okay' | 'notGood', number>>;
  };
  readonly workload: { readonly waiting: number };
  readonly agents: Breakdown;
  readonly mailboxes: Breakdown;
}

/** The numbers with the lists of what they were counted of. Several replies or ratings can be of one conversation. */
export function eventsWithRows(
  { period, filter = {} }: Question,
  { times, activity, satisfaction, workload, agents, mailboxes }: Events,
): NumberWithRows[] {
  const { firstResponse, response, handle, resolvedOnFirstReply } = times.current;
  const of = (number: number, rows: RowsQuestion): NumberWithRows => ({
    number,
    rows: { period, filter, ...rows },
  });
  const events = (number: number, rows: RowsQuestion): NumberWithRows => ({
    ...of(number, rows),
    isOfEvents: true,
  });
  const { ratings, great, okay, notGood } = satisfaction.current;
  const ofRow = (
    { key, current }: Breakdown['rows'][number],
    list: 'assignees' | 'mailboxes',
  ): NumberWithRows[] => {
    if (key === null || !isFree(filter, list)) return [];
    const own: FilterValue = { ...filter, [list]: [key] };
    const isAgent = list === 'assignees';
    return [
      events(current.messagesReceived, { activity: 'RECEIVED', filter: own }),
      events(current.resolutions, { activity: 'CLOSED', filter: own }),
      events(
        current.repliesSent,
        isAgent ? { activity: 'REPLIED', where: { repliedBy: key } } : { activity: 'REPLIED', filter: own },
      ),
      events(
        current.ratings,
        isAgent ? { activity: 'RATED', where: { ratedUser: key } } : { activity: 'RATED', filter: own },
      ),
    ];
  };
  return [
    of(firstResponse.count, { activity: 'FIRST_REPLIED', where: { firstResponseTime: {} } }),
    ...firstResponse.ranges.map((range) =>
      of(range.count, { activity: 'FIRST_REPLIED', where: { firstResponseTime: rangeOf(range) } }),
    ),
    of(resolvedOnFirstReply, { activity: 'RESOLVED', where: { repliesSent: 1 } }),
    { number: workload.waiting, rows: { filter, where: { isWaiting: true } } },
    events(response.count, { activity: 'REPLIED', where: { responseTime: {} } }),
    events(handle.count, { where: { handleTime: {} } }),
    ...response.ranges.map((range) => events(range.count, { where: { responseTime: rangeOf(range) } })),
    ...handle.ranges.map((range) => events(range.count, { where: { handleTime: rangeOf(range) } })),
    events(activity.current.messagesReceived, { activity: 'RECEIVED' }),
    events(activity.current.repliesSent, { activity: 'REPLIED' }),
    events(activity.current.resolutions, { activity: 'CLOSED' }),
    events(ratings, { activity: 'RATED' }),
    ...Object.entries({ GREAT: great, OKAY: okay, NOT_GOOD: notGood }).map(([ratingScore, count]) =>
      events(count, { activity: 'RATED', where: { ratingScore: ratingScore as 'GREAT' } }),
    ),
    ...agents.rows.flatMap((row) => ofRow(row, 'assignees')),
    ...mailboxes.rows.flatMap((row) => ofRow(row, 'mailboxes')),
  ];
}

function rangeOf({ from, to }: Lengths['ranges'][number]): { from: number; to?: number } {
  return { from, ...(to !== null && { to }) };
}
