import type { ConversationType } from '../../database/generated/enums.ts';
import {
  type ConversationRecord,
  customerRecord,
  cut,
  instantOf,
  longestComment,
  longestSubject,
  type NamedRecord,
  namedRecord,
} from '../records.ts';
import { fieldValuesOf, type MetValues } from './fields.ts';
import type {
  SourceConversation,
  SourceDefinition,
  SourceEvent,
  SourceMessage,
  SourceRating,
} from './source.ts';
import { tagIdOf } from './tags.ts';
import { closedAtOf, statusOf, type ThreadContext, threadsOf } from './threads.ts';

/** What the mapping of conversations must know besides them. */
export interface MappingContext extends ThreadContext {
  readonly definitions: readonly SourceDefinition[];
  readonly met: MetValues;
  /** Types of conversations that the person who connects has set, by inbox. */
  readonly types: ReadonlyMap<number, ConversationType>;
  /** Where people open the account, without a slash at its end. */
  readonly accountUrl: string;
}

/** All that is known of one conversation. */
export interface SourceParts {
  readonly conversation: SourceConversation;
  readonly messages: readonly SourceMessage[];
  readonly events: readonly SourceEvent[];
  readonly ratings: readonly SourceRating[];
}

export interface Mapped {
  readonly record: ConversationRecord;
  /** The records that the conversation refers to, but for those of lists. */
  readonly mentioned: readonly NamedRecord[];
  /** Values of fields that are not of their field's type. */
  readonly unfit: number;
  /** It is resolved, and Chatwoot does not tell since when. */
  readonly isClosingUnknown: boolean;
}

/** One conversation with all of its parts as a record of the import format. */
export function mapConversation(parts: SourceParts, context: MappingContext): Mapped {
  const { conversation, messages, events, ratings } = parts;
  const { threads, mentioned } = threadsOf(conversation, messages, events, context);
  const closedAt = conversation.status === 'resolved' ? closedAtOf(conversation, messages, events) : null;
  const { values, unfit } = fieldValuesOf(context.definitions, conversation, context.met);
  const conversationType = typeOf(conversation, messages, context);
  const record: ConversationRecord = {
    type: 'conversation',
    id: String(conversation.id),
    number: conversation.id,
    mailboxId: String(conversation.inboxId),
    conversationType,
    channel: channelOf(conversation),
    status: statusOf[conversation.status],
    createdAt: instantOf(conversation.createdAt),
    ...(closedAt !== null && { closedAt: instantOf(closedAt) }),
    ...referencesOf(conversation),
    ...(values.length > 0 && { customFields: values }),
    ...(conversation.priority && { priority: conversation.priority }),
    url: `${context.accountUrl}/conversations/${conversation.id}`,
    ...(conversationType === 'email' &&
      conversation.subject && { subject: cut(conversation.subject, longestSubject) }),
    ...(ratings.length > 0 && { ratings: ratings.map(ratingRecord) }),
    threads,
  };
  return {
    record,
    mentioned: [...namesOf(conversation, ratings), ...mentioned],
    unfit,
    isClosingUnknown: conversation.status === 'resolved' && closedAt === null,
  };
}

/** Chatwoot's own report names an inbox without a type by the empty text. */
export const unknownChannel = 'unknown';

function channelOf({ channel }: SourceConversation): string {
  return channel || unknownChannel;
}

function typeOf(
  { inboxId, channel }: SourceConversation,
  messages: readonly SourceMessage[],
  { types }: MappingContext,
): ConversationType {
  const set = types.get(inboxId);
  if (set) return set;
  if (channel === 'Channel::Email') return 'email';
  const first = messages.find(({ kind }) => kind !== 'activity');
  return channel === 'Channel::Voice' || first?.contentType === 'voice_call' ? 'phone' : 'chat';
}

function referencesOf({ contact, assignee, team, labels }: SourceConversation) {
  return {
    ...(contact && { customerId: String(contact.id) }),
    ...(assignee && { assigneeId: String(assignee.id) }),
    ...(labels.length > 0 && { tags: labels.map(tagIdOf).sort() }),
    ...(team && { teamId: String(team.id) }),
  };
}

/** The last record of an id counts: a conversation's own contact is fresher than the sender of an old message. */
function namesOf(
  { contact, assignee, team, labels }: SourceConversation,
  ratings: readonly SourceRating[],
): NamedRecord[] {
  const agents = ratings.flatMap(({ agent }) => agent ?? []);
  return [
    ...agents.map((agent) => namedRecord('user', agent.id, agent.name ?? `User ${agent.id}`)),
    ...(assignee ? [namedRecord('user', assignee.id, assignee.name ?? `User ${assignee.id}`)] : []),
    ...(contact ? [customerRecord(contact)] : []),
    ...(team ? [namedRecord('team', team.id, team.name ?? `Team ${team.id}`)] : []),
    ...labels.map((title) => namedRecord('tag', tagIdOf(title), title)),
  ];
}

function ratingRecord({ id, createdAt, rating, comment, agent }: SourceRating): object {
  return {
    id: String(id),
    createdAt: instantOf(createdAt),
    score: rating >= 4 ? 'great' : rating === 3 ? 'okay' : 'not_good',
    value: rating,
    ...(agent && { userId: String(agent.id) }),
    ...(comment !== null && { comment: cut(comment, longestComment) }),
  };
}
