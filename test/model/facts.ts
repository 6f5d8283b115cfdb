import { Temporal } from 'temporal-polyfill';
import { secondsBetween } from './office-hours.ts';
import type { ConversationRecord, Helpdesk, Status, ThreadRecord } from './records.ts';

/** What the threads of a conversation say of it, by the specification. Instants are written in UTC, times are seconds. */
export interface Facts {
  readonly messagesReceived: number;
  readonly repliesSent: number;
  readonly firstResponseAt: string | null;
  readonly firstReplier: string | null;
  readonly firstResponseTime: number | null;
  readonly officeFirstResponseTime: number | null;
  readonly resolveTime: number | null;
  readonly officeResolveTime: number | null;
  readonly waitingSince: string | null;
  readonly resolutions: readonly string[];
  readonly reopenings: readonly string[];
}

export function factsOf(desk: Helpdesk, conversation: ConversationRecord): Facts {
  const replies = repliesOf(conversation);
  const [first] = replies;
  const between = (from: string | undefined, to: string | undefined, office: boolean): number | null =>
    from === undefined || to === undefined ? null : secondsBetween(desk, from, to, office);
  const began = first && waitedSince(conversation, first);
  const resolved = isResolved(conversation) ? conversation : undefined;
  const waits = conversation.status === 'closed' ? undefined : lastWaiting(conversation);
  return {
    messagesReceived: conversation.threads.filter(({ kind }) => kind === 'customer').length,
    repliesSent: replies.length,
    firstResponseAt: first ? written(first.createdAt) : null,
    firstReplier: first?.userId ?? null,
    firstResponseTime: between(began, first?.createdAt, false),
    officeFirstResponseTime: between(began, first?.createdAt, true),
    resolveTime: between(resolved?.createdAt, resolved?.closedAt, false),
    officeResolveTime: between(resolved?.createdAt, resolved?.closedAt, true),
    waitingSince: waits ? written(waits) : null,
    ...eventsOf(conversation),
  };
}

/** Sorting keeps the order of the record for threads at one instant. */
function ordered({ threads }: ConversationRecord): ThreadRecord[] {
  return [...threads].sort((one, other) =>
    Temporal.Instant.compare(Temporal.Instant.from(one.createdAt), Temporal.Instant.from(other.createdAt)),
  );
}

export function repliesOf(conversation: ConversationRecord): ThreadRecord[] {
  return ordered(conversation).filter(({ kind }) => kind === 'reply');
}

/** When the customer began to wait for this reply, if anybody waited. */
export function waitedSince(conversation: ConversationRecord, reply: ThreadRecord): string | undefined {
  const threads = ordered(conversation);
  return firstMessageAfterReply(threads.slice(0, threads.indexOf(reply)));
}

function lastWaiting(conversation: ConversationRecord): string | undefined {
  return firstMessageAfterReply(ordered(conversation));
}

function firstMessageAfterReply(threads: ThreadRecord[]): string | undefined {
  const lastReply = threads.findLastIndex(({ kind }) => kind === 'reply');
  return threads.slice(lastReply + 1).find(({ kind }) => kind === 'customer')?.createdAt;
}

export function isResolved(
  conversation: ConversationRecord,
): conversation is ConversationRecord & { closedAt: string } {
  const { status, createdAt, closedAt } = conversation;
  if (status !== 'closed' || closedAt === undefined || repliesOf(conversation).length === 0) return false;
  return Temporal.Instant.compare(Temporal.Instant.from(closedAt), Temporal.Instant.from(createdAt)) >= 0;
}

/** When a conversation was resolved and reopened, in order. */
function eventsOf(conversation: ConversationRecord): Pick<Facts, 'resolutions' | 'reopenings'> {
  const { status, closedAt } = conversation;
  const setting = ordered(conversation).filter((thread) => thread.status !== undefined);
  if (setting.length === 0) {
    const isClosed = status === 'closed' && closedAt !== undefined;
    return { resolutions: isClosed ? [written(closedAt)] : [], reopenings: [] };
  }
  const changes = setting.filter((thread, index) => thread.status !== setting[index - 1]?.status);
  const open: (Status | undefined)[] = ['open', 'pending', 'snoozed', 'on_hold'];
  const at = (isMeant: (status: Status | undefined, before: Status | undefined) => boolean): string[] =>
    changes
      .filter((thread, index) => isMeant(thread.status, changes[index - 1]?.status))
      .map(({ createdAt }) => written(createdAt));
  return {
    resolutions: at((now) => now === 'closed'),
    reopenings: at((now, before) => open.includes(now) && before === 'closed'),
  };
}

/** An instant as the API writes it. */
export function written(instant: string): string {
  return Temporal.Instant.from(instant).toString();
}
