import type { ThreadInput } from '../records.ts';
import { instantOf, type Mention, userMention } from './names.ts';
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
  // Most messages of a room are of a few users.
  const mentioned = new Map<string, Mention>();
  const mention = (user: Mention): void => {
    if (!mentioned.get(user.id)?.name) mentioned.set(user.id, user);
  };
  let wasClosed = false;
  const said = messages
    .toSorted((one, other) => one.at - other.at)
    .map((message) => {
      const { thread, user } = threadOf(message, owner, context);
      if (user) mention(user);
      const isReopened = wasClosed && message.type === 'livechat-started';
      const status = isReopened ? 'open' : statusOf.get(message.type);
      wasClosed ||= status === 'closed';
      if (status) thread.status = status;
      return { at: message.at, thread };
    });
  const moved = transfers.map(({ at, by }, position) => {
    const user = by && by.id !== owner.visitorId ? userMention(by) : null;
    if (user) mention(user);
    const thread: Thread = { id: `x-${at}-${position}`, kind: 'line', createdAt: instantOf(at) };
    if (user) thread.userId = user.id;
    return { at, thread };
  });
  // Sorting is stable: at one instant messages stay in the source's order, and transfers come after them.
  const all = moved.length === 0 ? said : [...said, ...moved].sort((one, other) => one.at - other.at);
  return { threads: all.map(({ thread }) => thread), mentioned: [...mentioned.values()] };
}

type Thread = { -readonly [Key in keyof ThreadInput]: ThreadInput[Key] };

function threadOf(
  { id, at, type, user, isByVisitor }: SourceMessage,
  { visitorId, customerId }: Owner,
  { bots, isBot }: ThreadContext,
): { thread: Thread; user?: Mention } {
  const createdAt = instantOf(at);
  const isVisitors = isByVisitor || (user !== null && user.id === visitorId);
  const isWritten = written.has(type);
  if (isVisitors) {
    if (!isWritten) return { thread: { id, kind: 'line', createdAt } };
    return { thread: { id, kind: 'customer', createdAt, ...(customerId !== null && { customerId }) } };
  }
  // Rocket.Chat names the author of each message; what has none can be nobody's reply.
  if (!user) return { thread: { id, kind: 'line', createdAt } };
  const kind = isWritten ? (isBot(user) ? bots : 'reply') : 'line';
  return { thread: { id, kind, createdAt, userId: user.id }, user: userMention(user) };
}
