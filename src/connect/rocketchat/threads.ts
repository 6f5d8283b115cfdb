import type { ThreadInput } from '../records.ts';
import { type Mention, userMention } from './names.ts';
import type { SourceMessage, SourceTransfer } from './source.ts';

/** What replies of bots count as. */
type BotKind = 'auto' | 'reply' | 'note';

/** What the mapping of messages must know besides them. */
export interface ThreadContext {
  readonly bots: BotKind;
  readonly isBot: (user: { readonly id: string; readonly username: string | null }) => boolean;
}

/** Whose room it is. */
interface Owner {
  readonly visitorId: string | null;
  readonly customerId: string | null;
}

/** An encrypted message is one that somebody wrote. */
const written = new Set([null, 'e2e']);

/** The statuses that lines tell of. */
const statusOf = new Map<string | null, 'closed' | 'on_hold' | 'open'>([
  ['livechat-close', 'closed'],
  ['omnichannel_placed_chat_on_hold', 'on_hold'],
  ['omnichannel_on_hold_chat_resumed', 'open'],
]);

/** Messages and transfers of one room as threads in their order, and the users that they name. */
export function threadsOf(
  owner: Owner,
  messages: readonly SourceMessage[],
  transfers: readonly SourceTransfer[],
  context: ThreadContext,
): { threads: ThreadInput[]; mentioned: Mention[] } {
  const mentioned: Mention[] = [];
  const ordered = messages.toSorted((one, other) => one.at - other.at);
  let wasClosed = false;
  const said = ordered.map((message) => {
    const { thread, user } = threadOf(message, owner, context);
    if (user) mentioned.push(user);
    const isReopened = wasClosed && message.type === 'livechat-started';
    const status = isReopened ? 'open' : statusOf.get(message.type);
    wasClosed ||= status === 'closed';
    return { ...thread, at: message.at, ...(status && { status }) };
  });
  const moved = transfers.map(({ at, by }, position) => {
    const user = by && by.id !== owner.visitorId ? userMention(by) : null;
    if (user) mentioned.push(user);
    return { id: `x-${at}-${position}`, kind: 'line' as const, at, ...(user && { userId: user.id }) };
  });
  // Sorting is stable: at one instant messages stay in the source's order, and transfers come after them.
  const threads = [...said, ...moved].sort((one, other) => one.at - other.at);
  return {
    threads: threads.map(({ at, ...thread }) => ({ ...thread, createdAt: new Date(at).toISOString() })),
    mentioned,
  };
}

type Thread = Pick<ThreadInput, 'id' | 'kind' | 'userId' | 'customerId'>;

function threadOf(
  { id, type, user, isByVisitor }: SourceMessage,
  { visitorId, customerId }: Owner,
  { bots, isBot }: ThreadContext,
): { thread: Thread; user?: Mention } {
  const isVisitors = isByVisitor || (user !== null && user.id === visitorId);
  const isWritten = written.has(type);
  if (isVisitors) {
    if (!isWritten) return { thread: { id, kind: 'line' } };
    return { thread: { id, kind: 'customer', ...(customerId !== null && { customerId }) } };
  }
  // Rocket.Chat names the author of each message; what has none can be nobody's reply.
  if (!user) return { thread: { id, kind: 'line' } };
  const kind = isWritten ? (isBot(user) ? bots : 'reply') : 'line';
  return { thread: { id, kind, userId: user.id }, user: userMention(user) };
}
