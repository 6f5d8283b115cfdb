import { factsOf } from './facts.ts';
import { compareIds } from './ids.ts';
import { type FilterValue, matching } from './question.ts';
import type { ConversationRecord, Helpdesk } from './records.ts';

export const dimensions = [
  'MAILBOX',
  'FOLDER',
  'USER',
  'TEAM',
  'TAG',
  'CUSTOMER',
  'CHANNEL',
  'TYPE',
  'STATUS',
  'PRIORITY',
] as const;

/** The arguments of `workloadReport` and of its rows as a client sends them. */
export interface WorkloadQuestion {
  filter?: FilterValue;
  by: (typeof dimensions)[number];
  first: number;
}

/** `workloadReport`, conversation by conversation; of rows that are refused the argument. */
export function workload(
  desk: Helpdesk,
  { filter, by, first }: WorkloadQuestion,
  visible?: string[],
): object {
  const left = matching(desk, filter, visible).filter(({ status }) => status !== 'closed');
  if (by === 'CUSTOMER' || by === 'STATUS') return { argument: 'by' };
  const keys = [...new Set(left.flatMap((c) => keysOf(c, by)))];
  const rows = keys.map((key) => ({
    key,
    name: nameOf(desk, by, key),
    ...figuresOf(
      desk,
      left.filter((c) => keysOf(c, by).includes(key)),
    ),
  }));
  rows.sort((one, other) => other.open - one.open || compareKeys(one.key, other.key));
  return { ...figuresOf(desk, left), rows: rows.slice(0, first) };
}

function figuresOf(desk: Helpdesk, conversations: ConversationRecord[]) {
  const having = (status: string) => conversations.filter((c) => c.status === status);
  const waiting = conversations.flatMap((c) => factsOf(desk, c).waitingSince ?? []).sort(compareInstants);
  return {
    open: having('open').length,
    unassigned: having('open').filter(({ assigneeId }) => assigneeId === undefined).length,
    pending: having('pending').length,
    snoozed: having('snoozed').length,
    onHold: having('on_hold').length,
    waiting: waiting.length,
    oldestWaitingSince: waiting[0] ?? null,
  };
}

function compareInstants(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other);
}

/** The keys of the rows that a conversation counts in; null where it has none of a dimension. */
function keysOf(c: ConversationRecord, by: WorkloadQuestion['by']): (string | null)[] {
  if (by === 'TAG') return c.tags.length === 0 ? ['1'] : [...new Set(c.tags)];
  const key = {
    MAILBOX: c.mailboxId,
    FOLDER: c.folderId,
    USER: c.assigneeId,
    TEAM: c.teamId,
    CUSTOMER: c.customerId,
    CHANNEL: c.channel,
    TYPE: c.conversationType.toUpperCase(),
    STATUS: c.status.toUpperCase(),
    PRIORITY: c.priority?.toUpperCase(),
  }[by];
  return [key ?? null];
}

function nameOf(desk: Helpdesk, by: WorkloadQuestion['by'], key: string | null): string | null {
  const records = {
    MAILBOX: desk.mailboxes,
    FOLDER: desk.folders,
    USER: desk.users,
    TEAM: desk.teams,
    TAG: desk.tags,
    CUSTOMER: desk.customers,
    CHANNEL: null,
    TYPE: null,
    STATUS: null,
    PRIORITY: null,
  }[by];
  return records ? (records.find(({ id }) => id === key)?.name ?? null) : key;
}

/** As in a top list, the row without a key last. */
function compareKeys(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compareIds(one, other);
}
