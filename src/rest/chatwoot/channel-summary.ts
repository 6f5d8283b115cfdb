import { isAccount, mayReadReports } from '../../auth/caller.ts';
import { chatwootNumberOf } from '../../connect/chatwoot/number.ts';
import { toNearestInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import { hasReports } from '../../question/slice.ts';
import { loadChannels, toChannelQuestion } from '../../reports/channel-summary/report.ts';
import type { ChannelSummary } from '../../reports/channel-summary/shape.ts';
import { foundText, Refusal, refused } from '../answer.ts';
import type { Asked, ReportEndpoint } from '../source.ts';

/** Chatwoot compares six times its average month, 2,629,746 seconds. */
const sixMonths = 15_778_476n;

/** Conversations created in a period, by channel and present status. */
export const channelSummary: ReportEndpoint = {
  method: 'GET',
  path: '/api/v2/accounts/{id}/summary_reports/channel',
  answer: async (asked) => {
    await assertAccount(asked);
    assertRights(asked);
    const period = periodOf(asked.url.searchParams);
    if (!period) return foundText('{}');
    const question = toChannelQuestion({ period }, asked.context);
    return foundText(printed(await loadChannels(asked.context, question, question.period)));
  },
};

async function assertAccount({ pathId, context: { caller, database } }: Asked): Promise<void> {
  if (pathId === caller.account.id) return;
  // Clients know their account by its number in Chatwoot.
  if (pathId === String(await chatwootNumberOf(database, caller.account.id))) return;
  if (await isAccount(database, pathId))
    throw refusal(401, 'FORBIDDEN', 'You are not authorized to access this account');
  throw refusal(404, 'NOT_FOUND', 'Resource could not be found');
}

function assertRights({ context: { caller } }: Asked): void {
  if (!hasReports(caller.account))
    throw refusal(403, 'FORBIDDEN', 'API access is not enabled for this account');
  if (!mayReadReports(caller)) throw refusal(401, 'FORBIDDEN', 'You are not authorized to do this action');
}

/** Null where the source lists nothing: a missing or blank end, or no time between the two. */
function periodOf(query: URLSearchParams): Period | null {
  const [since, until] = ['since', 'until'].map((name) => query.getAll(name).at(-1) ?? '') as [
    string,
    string,
  ];
  if (isBlank(since) || isBlank(until)) return null;
  if (leadingInteger(until) - leadingInteger(since) > sixMonths)
    throw refusal(422, 'BAD_USER_INPUT', 'Date range cannot exceed 6 months');
  if (!isSeconds(since) || !isSeconds(until))
    throw refusal(422, 'BAD_USER_INPUT', 'since and until must be Unix timestamps in seconds');
  if (BigInt(since) >= BigInt(until)) return null;
  return { start: instantAt(since), end: instantAt(until) };
}

function isBlank(text: string): boolean {
  return /^[ \t]*$/.test(text);
}

/** What the source makes of a text before it looks whether it is a number. */
function leadingInteger(text: string): bigint {
  const [, digits] = /^[ \t]*([+-]?\d+)/.exec(text) ?? [];
  return BigInt(digits ?? 0);
}

function isSeconds(text: string): boolean {
  return /^[+-]?\d{1,12}$/.test(text);
}

function instantAt(seconds: string): Period['start'] {
  return toNearestInstant(BigInt(seconds) * 1_000_000n);
}

/** An object's own order would put names that look like numbers first. */
function printed(channels: readonly ChannelSummary[]): string {
  const entries = channels.map(({ channel, open, resolved, pending, snoozed, total }) => {
    const counts = { open, resolved, pending, snoozed, total };
    return `${JSON.stringify(channel)}:${JSON.stringify(counts)}`;
  });
  return `{${entries.join(',')}}`;
}

function refusal(status: number, code: string, error: string): Refusal {
  return new Refusal(refused(status, code, { error }));
}
