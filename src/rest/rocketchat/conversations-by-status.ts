import type { Temporal } from 'temporal-polyfill';
import { mayReadReports } from '../../auth/caller.ts';
import { microsOf, toNearestInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import { hasReports, toSlice } from '../../question/slice.ts';
import { rocketChatLabelOf } from '../../question/status.ts';
import { loadBreakdown } from '../../reports/conversations-by-status/report.ts';
import { found, Refusal, refused } from '../answer.ts';
import type { Asked, ReportEndpoint } from '../source.ts';
import { instantOf } from './date.ts';
import { isMoreThanAYear } from './year.ts';

/** Conversations created in a period, by present status. */
export const conversationsByStatus: ReportEndpoint = {
  method: 'GET',
  path: '/api/v1/livechat/analytics/dashboards/conversations-by-status',
  answer: async ({ url, context }) => {
    const { start, end } = parametersOf(url.searchParams);
    assertRights(context);
    const slice = toSlice({ period: periodOf(start, end, context.caller.account.timeZone) }, context);
    const { total, data } = await loadBreakdown(context, slice, slice.period);
    const counts = data.map(({ status, value }) => ({ label: rocketChatLabelOf[status], value }));
    return found({ total, data: total === 0 ? [] : counts, success: true });
  },
};

const required = ['start', 'end'];
const allowed = [...required, 'sort'];

interface Parameters {
  readonly start: string;
  readonly end: string;
}

/** Throws the first complaint of the source's schema. */
function parametersOf(query: URLSearchParams): Parameters {
  // What stands before the first bracket is the property; `start[]` and `start[a]` are properties that hold no text.
  const given = [...query].map(([name, value]) => ({ name, property: name.split('[')[0] ?? '', value }));
  const textsOf = (property: string) => given.filter((each) => each.property === property);
  const missing = required.find((property) => textsOf(property).length === 0);
  if (missing) throw invalid(`must have required property '${missing}'`);
  if (given.some(({ property }) => !allowed.includes(property)))
    throw invalid('must NOT have additional properties');
  const isNoText = (property: string) =>
    textsOf(property).length > 1 || textsOf(property).some(({ name }) => name !== property);
  if (allowed.some(isNoText)) throw invalid('must be string');
  return { start: query.get('start') ?? '', end: query.get('end') ?? '' };
}

function assertRights({ caller }: Asked['context']): void {
  if (!mayReadReports(caller)) {
    const error = 'User does not have the permissions required for this action [error-unauthorized]';
    throw new Refusal(refused(403, 'FORBIDDEN', { success: false, error }));
  }
  if (!hasReports(caller.account)) {
    const errorType = 'error-action-not-allowed';
    const error = `This is an enterprise feature [${errorType}]`;
    throw new Refusal(refused(400, 'FORBIDDEN', { success: false, error, errorType }));
  }
}

function periodOf(startText: string, endText: string, zone: string): Period {
  const [start, end] = [instantOf(startText, zone), instantOf(endText, zone)];
  if (!start) throw wrongDate('The "start" query parameter must be a valid date.');
  if (!end) throw wrongDate('The "end" query parameter must be a valid date.');
  if (isMoreThanAYear(dayOf(start, zone), dayOf(end, zone)))
    throw wrongDate('The "start" and "end" query parameters must be less than 1 year apart.');
  if (microsOf(start) > microsOf(end))
    throw wrongDate('The "start" query parameter must be before the "end" query parameter.');
  return { start: toNearestInstant(microsOf(start)), end: toNearestInstant(microsOf(end)) };
}

function dayOf(instant: Temporal.Instant, zone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate();
}

function invalid(complaint: string): Refusal {
  const errorType = 'invalid-params';
  return new Refusal(
    refused(400, 'BAD_USER_INPUT', { success: false, error: `${complaint} [${errorType}]`, errorType }),
  );
}

function wrongDate(error: string): Refusal {
  return new Refusal(refused(400, 'BAD_USER_INPUT', { success: false, error }));
}
