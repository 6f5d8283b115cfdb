import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { delta, isIn, matching, type PeriodValue, previousOf, type Question, question } from './question.ts';
import type { Helpdesk } from './records.ts';

export interface BusyHoursQuestion extends Question {
  activity?: 'CREATED' | 'RECEIVED' | 'REPLIED';
}

export const busyHoursQuery = `query (
  $period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput,
  $timeZone: TimeZone, $activity: BusyActivity! = CREATED
) {
  report: busyTimesReport(
    period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone, activity: $activity
  ) {
    current { day hour count } previous { day hour count } deltas { day hour count }
  }
}`;

export const busyHoursQuestion = (desk: Helpdesk): fc.Arbitrary<BusyHoursQuestion> =>
  fc
    .record({
      asked: question(desk),
      activity: fc.option(fc.constantFrom('CREATED', 'RECEIVED', 'REPLIED'), { nil: undefined }),
    })
    .map(({ asked, activity }) => ({ ...asked, ...(activity && { activity }) }));

/** `busyTimesReport`, hour by hour. */
export function busyHours(desk: Helpdesk, asked: BusyHoursQuestion, visible?: string[]): object {
  const zone = asked.timeZone ?? desk.timeZone;
  const weekIn = (period: PeriodValue) => {
    const instants = instantsOf(desk, asked, visible).filter((at) => isIn(at, period));
    const times = instants.map((at) => Temporal.Instant.from(at).toZonedDateTimeISO(zone));
    return Array.from({ length: 168 }, (_, place) => {
      const [day, hour] = [Math.floor(place / 24) + 1, place % 24];
      const count = times.filter((time) => time.dayOfWeek === day && time.hour === hour).length;
      return { day, hour, count };
    });
  };
  const current = weekIn(asked.period);
  const previousPeriod = previousOf(asked, zone);
  const previous = previousPeriod && weekIn(previousPeriod);
  const deltas =
    previous &&
    current.map(({ count, ...hour }, place) => ({
      ...hour,
      count: delta(count, previous[place]?.count ?? null),
    }));
  return { current, previous, deltas };
}

function instantsOf(desk: Helpdesk, { filter, activity }: BusyHoursQuestion, visible?: string[]): string[] {
  const conversations = matching(desk, filter, visible);
  if (activity === undefined || activity === 'CREATED') return conversations.map((c) => c.createdAt);
  const kind = activity === 'RECEIVED' ? 'customer' : 'reply';
  const threads = conversations.flatMap((c) => c.threads).filter((thread) => thread.kind === kind);
  return threads.map(({ createdAt }) => createdAt);
}
