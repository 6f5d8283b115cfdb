import type { ConversationStatus, ThreadKind } from '../database/generated/enums.ts';
import { type Clock, elapsedSeconds } from '../period/clock.ts';
import { inOrder } from './thread-order.ts';

interface TimedThread {
  readonly kind: ThreadKind;
  readonly createdAt: bigint;
  readonly userId?: string | null | undefined;
}

/** What of a conversation decides its times. Instants are microseconds since 1970. */
interface TimedConversation<Thread extends TimedThread> {
  readonly status: ConversationStatus;
  readonly createdAt: bigint;
  readonly closedAt?: bigint | null | undefined;
  /** In the order of their positions. */
  readonly threads?: readonly Thread[] | null | undefined;
}

/** A length of time in whole seconds: all of them, and those inside the office hours. */
export interface Duration {
  readonly seconds: number;
  readonly officeSeconds: number;
}

export interface ResponseTimes {
  /** How long the customer had waited for this reply; null where nobody was waiting. */
  readonly response: Duration | null;
  /** The same of the first reply that its sender wrote in the conversation. */
  readonly firstResponse: Duration | null;
}

export interface ReplyTimes<Thread> {
  /** The replies, by anyone and in the order in which they were sent, each with its times. */
  readonly responses: ReadonlyMap<Thread, ResponseTimes>;
  /** From creation to closing, of a closed conversation with a reply that was not closed before it was created; else null. */
  readonly resolve: Duration | null;
  /** When the message was sent that waits for a reply now; null where there is none, and of a closed conversation. */
  readonly waitingSince: bigint | null;
}

/**
 * The times of a conversation and its replies; `office` is the clock of its account. The customer begins to wait with the
 * first message after the last reply. Source: Help Scout's User Conversation History.
 */
export function replyTimesOf<Thread extends TimedThread>(
  { status, createdAt, closedAt, threads }: TimedConversation<Thread>,
  office: Clock,
): ReplyTimes<Thread> {
  const durationOf = (from: bigint, to: bigint): Duration => ({
    seconds: elapsedSeconds(from, to),
    officeSeconds: office(from, to),
  });
  const { responses, waitingSince } = responsesOf(threads ?? [], durationOf);
  const isResolved = status === 'closed' && responses.size > 0 && closedAt != null && closedAt >= createdAt;
  return {
    responses,
    resolve: isResolved ? durationOf(createdAt, closedAt) : null,
    waitingSince: status === 'closed' ? null : waitingSince,
  };
}

function responsesOf<Thread extends TimedThread>(
  threads: readonly Thread[],
  durationOf: (from: bigint, to: bigint) => Duration,
): Pick<ReplyTimes<Thread>, 'responses' | 'waitingSince'> {
  const responses = new Map<Thread, ResponseTimes>();
  const firstResponses = new Map<TimedThread['userId'], Duration | null>();
  let waitingSince: bigint | null = null;
  for (const thread of inOrder(threads)) {
    if (thread.kind === 'customer') waitingSince ??= thread.createdAt;
    if (thread.kind !== 'reply') continue;
    const response = waitingSince === null ? null : durationOf(waitingSince, thread.createdAt);
    const firstResponse = firstResponses.get(thread.userId);
    if (firstResponse === undefined) firstResponses.set(thread.userId, response);
    responses.set(thread, {
      response,
      firstResponse: firstResponse === undefined ? response : firstResponse,
    });
    waitingSince = null;
  }
  return { responses, waitingSince };
}
