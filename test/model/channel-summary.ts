import { delta, isIn, matching, type PeriodValue, previousOf, type Question } from './question.ts';
import type { ConversationRecord, Helpdesk } from './records.ts';

const wordOf = {
  open: 'open',
  closed: 'resolved',
  pending: 'pending',
  snoozed: 'snoozed',
  on_hold: 'snoozed',
  spam: 'none',
} as const;

type Counts = Record<'open' | 'resolved' | 'pending' | 'snoozed' | 'total', number>;

/** `channelSummaryReport`, conversation by conversation. */
export function channelSummary(desk: Helpdesk, question: Question, visible?: string[]): object {
  const candidates = matching(desk, question.filter, visible);
  const previousPeriod = previousOf(question, desk.timeZone);
  const current = count(candidates, question.period);
  const previous = previousPeriod && count(candidates, previousPeriod);
  return {
    current: listOf(current),
    previous: previous && listOf(previous),
    deltas: previous && deltasOf(current, previous),
  };
}

function count(candidates: ConversationRecord[], period: PeriodValue): Map<string, Counts> {
  const channels = new Map<string, Counts>();
  for (const { channel, status } of candidates.filter(({ createdAt }) => isIn(createdAt, period))) {
    const counts = channels.get(channel) ?? none();
    const word = wordOf[status];
    if (word !== 'none') counts[word] += 1;
    counts.total += 1;
    channels.set(channel, counts);
  }
  return channels;
}

function listOf(counts: Map<string, Counts>): object[] {
  return sorted(counts.keys()).map((channel) => ({ channel, ...counts.get(channel) }));
}

function deltasOf(current: Map<string, Counts>, previous: Map<string, Counts>): object[] {
  return sorted(new Set([...current.keys(), ...previous.keys()])).map((channel) => {
    const now = current.get(channel) ?? none();
    const before = previous.get(channel) ?? none();
    const words = Object.keys(now) as (keyof Counts)[];
    return { channel, ...Object.fromEntries(words.map((word) => [word, delta(now[word], before[word])])) };
  });
}

function none(): Counts {
  return { open: 0, resolved: 0, pending: 0, snoozed: 0, total: 0 };
}

// UTF-8 keeps the order of code points.
function sorted(channels: Iterable<string>): string[] {
  return [...channels].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}
