import type { ConversationStatus } from '../../database/generated/enums.ts';
import { customerRecord, instantOf, type NamedRecord, namedRecord, type ThreadInput } from '../records.ts';
import type { Named, SourceConversation, SourceEvent, SourceMessage, StatusWord } from './source.ts';

/** What Chatwoot's statuses are here. Conversations of blocked contacts are no spam: Chatwoot counts them. */
export const statusOf: { readonly [Word in StatusWord]: ConversationStatus } = {
  open: 'open',
  resolved: 'closed',
  pending: 'pending',
  snoozed: 'snoozed',
};

/** Who sent a reply that Chatwoot can no longer tell the sender of. */
const unknownUser = namedRecord('user', 'unknown', 'Unknown sender');

/** A message's kind and whom it is by, and the records of these. */
interface Authored {
  readonly kind: ThreadInput['kind'];
  readonly user?: NamedRecord;
  readonly customer?: string;
  readonly workflow?: NamedRecord;
}

/** What the mapping of messages must know besides them. */
export interface ThreadContext {
  readonly ruleName: (id: number) => string | undefined;
  /** Whether messages tell their campaign, as they do in the database. */
  readonly tellsCampaigns: boolean;
}

/** A thread as it is stored, but for its time, Unix seconds. */
export type EarlierThread = Omit<ThreadInput, 'createdAt'> & { readonly createdAt: number };

/**
 * Messages and events of one conversation as threads in their order, and the users and workflows that they name. Earlier threads keep
 * what they are.
 */
export function threadsOf(
  conversation: SourceConversation,
  messages: readonly SourceMessage[],
  events: readonly SourceEvent[],
  earlier: readonly EarlierThread[],
  context: ThreadContext,
): { threads: ThreadInput[]; mentioned: NamedRecord[] } {
  const mentioned: NamedRecord[] = [];
  let isFirst = !earlier.some(({ kind }) => kind === 'customer');
  const said = messages.map((message) => {
    const author = authorOf(message, conversation, isFirst, context);
    const { kind, user, workflow } = author;
    if (message.kind === 'incoming') isFirst = false;
    if (user) mentioned.push(user);
    if (workflow) mentioned.push(workflow);
    if (message.sender?.kind === 'contact' && kind === 'customer')
      mentioned.push(customerRecord(message.sender));
    const status = toldOnce(markerOf(message), events);
    return { at: message.createdAt, thread: threadOf(message, author, status) };
  });
  const kept = earlier.map(({ status, createdAt, ...rest }) => {
    const told = toldOnce(status, events);
    const thread: Thread = { ...rest, createdAt: instantOf(createdAt), ...(told && { status: told }) };
    return { at: createdAt, thread };
  });
  const changed = events.map(({ id, status, at }) => {
    const thread: Thread = { id: `event-${id}`, kind: 'line', createdAt: instantOf(at), status };
    return { at, thread };
  });
  // Sorting is stable: within a second messages stay in the source's order, and events come after them.
  const threads = [...kept, ...said, ...changed].sort((one, other) => one.at - other.at);
  return { threads: threads.map(({ thread }) => thread), mentioned };
}

type Thread = { -readonly [Key in keyof ThreadInput]: ThreadInput[Key] };

function threadOf(
  { id, createdAt }: SourceMessage,
  { kind, user, customer, workflow }: Authored,
  status: ConversationStatus | undefined,
): Thread {
  const thread: Thread = { id: String(id), kind, createdAt: instantOf(createdAt) };
  if (user) thread.userId = user.id;
  if (customer !== undefined) thread.customerId = customer;
  if (workflow) thread.workflowId = workflow.id;
  if (status) thread.status = status;
  return thread;
}

/** The first rule that fits a message. */
function authorOf(
  message: SourceMessage,
  conversation: SourceConversation,
  isFirst: boolean,
  context: ThreadContext,
): Authored {
  const { kind, sender } = message;
  if (kind === 'incoming') return incomingAuthorOf(message, conversation);
  if (kind !== 'outgoing') return { kind: kind === 'activity' ? 'line' : 'auto' };
  const user = sender?.kind === 'user' ? userOf(sender) : null;
  const workflow = workflowOf(message, context);
  if (message.private) return noteOf(user, workflow);
  if (workflow) return { kind: 'auto', workflow };
  if (message.contentType === 'input_csat') return { kind: 'auto' };
  const isPersons = user
    ? context.tellsCampaigns || !isFirst || !isCampaign(message, conversation)
    : isByPerson(message, conversation);
  return isPersons ? { kind: 'reply', user: user ?? unknownUser } : { kind: 'auto' };
}

function userOf({ id, name }: Named): NamedRecord {
  return namedRecord('user', id, name ?? `User ${id}`);
}

function noteOf(user: NamedRecord | null, workflow: NamedRecord | null): Authored {
  return { kind: 'note', ...(user && { user }), ...(workflow && { workflow }) };
}

function incomingAuthorOf({ sender }: SourceMessage, { contact }: SourceConversation): Authored {
  const customer = sender?.kind === 'contact' ? sender.id : contact?.id;
  return { kind: 'customer', ...(customer !== undefined && { customer: String(customer) }) };
}

/** What sent a message by itself. The campaign of a note is no sender of it. */
function workflowOf(message: SourceMessage, { ruleName }: ThreadContext): NamedRecord | null {
  const { automationRuleId: rule, sender, campaign } = message;
  if (rule !== null)
    return namedRecord('workflow', `rule-${rule}`, ruleName(rule) ?? `Automation rule ${rule}`);
  if (sender?.kind === 'agent_bot')
    return namedRecord('workflow', `bot-${sender.id}`, sender.name ?? `Bot ${sender.id}`);
  if (sender?.kind === 'captain_assistant')
    return namedRecord('workflow', `assistant-${sender.id}`, sender.name ?? `Assistant ${sender.id}`);
  if (campaign && !message.private)
    return namedRecord('workflow', `campaign-${campaign.id}`, campaign.name ?? `Campaign ${campaign.id}`);
  return null;
}

/** REST does not tell campaigns: one speaks first on a website, and counts as nobody's first reply. */
function isCampaign(message: SourceMessage, { channel, firstReplyAt }: SourceConversation): boolean {
  if (channel !== 'Channel::WebWidget') return false;
  return firstReplyAt === null || firstReplyAt > message.createdAt;
}

/** A message without a sender: by a person who is gone or writes in the channel's own app, or by a machine before any person did. */
function isByPerson(message: SourceMessage, { firstReplyAt }: SourceConversation): boolean {
  if (message.externalEcho || message.sourceId?.startsWith('intercom:')) return true;
  return firstReplyAt !== null && firstReplyAt <= message.createdAt;
}

/** The status that a line tells; where Chatwoot has events of closing and opening these tell it, lest a change count twice. */
function toldOnce(
  marked: ConversationStatus | undefined,
  events: readonly SourceEvent[],
): ConversationStatus | undefined {
  const isTold = events.length > 0 && (marked === 'closed' || marked === 'open');
  return isTold ? undefined : marked;
}

function markerOf({ kind, statusMarker }: SourceMessage): ConversationStatus | undefined {
  if (kind !== 'activity' || statusMarker === null || !Object.hasOwn(statusOf, statusMarker))
    return undefined;
  return statusOf[statusMarker as StatusWord];
}

/** When a resolved conversation was closed, in Unix seconds; null where Chatwoot does not tell. */
export function closedAtOf(
  conversation: SourceConversation,
  messages: readonly SourceMessage[],
  events: readonly SourceEvent[],
): number | null {
  const latest = latestOf(events);
  if (latest?.status === 'closed') return latest.at;
  const marked = messages.findLast((message) => markerOf(message) !== undefined);
  if (marked && markerOf(marked) === 'closed') return marked.createdAt;
  return conversation.contact?.blocked ? conversation.createdAt : null;
}

function latestOf(events: readonly SourceEvent[]): SourceEvent | undefined {
  return events.toSorted((one, other) => one.at - other.at).at(-1);
}

/** Whether the latest event is of the resolution or reopening that gave a conversation its status, as far as events tell of that. */
export function isTold(status: StatusWord, events: readonly SourceEvent[]): boolean {
  const isClosed = latestOf(events)?.status === 'closed';
  return status === 'resolved' ? isClosed : status !== 'open' || !isClosed;
}
