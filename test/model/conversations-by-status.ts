import { delta, isIn, matching, type PeriodValue, previousOf, type Question } from './question.ts';
import type { Helpdesk } from './records.ts';

/** `conversationsByStatusReport`, conversation by conversation. */
export function conversationsByStatus(desk: Helpdesk, question: Question, visible?: string[]): object {
  const previousPeriod = previousOf(question, desk.timeZone);
  const count = (period: PeriodValue) => {
    const created = matching(desk, question.filter, visible).filter((c) => isIn(c.createdAt, period));
    return {
      total: created.length,
      Open: created.filter((c) => c.status === 'open' && c.assigneeId !== undefined).length,
      Closed: created.filter((c) => c.status === 'closed').length,
      Queued: created.filter((c) => c.status === 'open' && c.assigneeId === undefined).length,
      On_Hold: created.filter((c) => ['on_hold', 'snoozed', 'pending'].includes(c.status)).length,
    };
  };
  const breakdown = ({ total, ...counts }: ReturnType<typeof count>): object => ({
    total,
    data: Object.entries(counts)
      .map(([label, value]) => ({ label, value }))
      .sort((one, other) => other.value - one.value),
  });
  const current = count(question.period);
  const previous = previousPeriod && count(previousPeriod);
  return {
    current: breakdown(current),
    previous: previous && breakdown(previous),
    deltas: previous && {
      total: delta(current.total, previous.total),
      open: delta(current.Open, previous.Open),
      closed: delta(current.Closed, previous.Closed),
      queued: delta(current.Queued, previous.Queued),
      onHold: delta(current.On_Hold, previous.On_Hold),
    },
  };
}
