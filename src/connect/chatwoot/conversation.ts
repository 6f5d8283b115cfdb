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
import { closedAtOf, type EarlierThread, statusOf, type ThreadContext, threadsOf } from './threads.ts';

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
  /** What came before the messages; without it these are all. */
  readonly earlier?: Earlier | null;
}

/** The messages of a conversation that are stored already. */
export interface Earlier {
  readonly threads: readonly EarlierThread[];
  /** It began as a call. */
  readonly isCall: boolean;
}

export interface Mapped {
  readonly record: ConversationRecord;
  /** The records that the conversation refers to, but for those of lists. */
  readonly mentioned: readonly NamedRecord[];
  /** Values of fields that are not of their field's type. */
  readonly unfit: number;
}

/** One conversation with all of its parts as a record of the import format. */
export function mapConversation(parts: SourceParts, context: MappingContext): Mapped {
  const { conversation, messages, events, ratings, earlier } = parts;
  const { threads, mentioned } = threadsOf(conversation, messages, events, earlier?.threads ?? [], context);
  const closedAt = conversation.status === 'resolved' ? closedAtOf(conversation, messages, events) : null;
  const { values, unfit } = fieldValuesOf(context.definitions, conversation, context.met);
  const conversationType = typeOf(conversation, earlier?.isCall ?? isCall(messages), context);
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
    ...(conversationType === 'email' && subjectOf(conversation.subject)),
    ...(ratings.length > 0 && { ratings: ratings.map(ratingRecord) }),
    threads,
  };
  return {
    record,
    mentioned: [...mentioned, ...namesOf(conversation, ratings)],
    unfit,
  };
}

/** The subject of a conversation by email, as its record has it. */
export function subjectOf(subject: string | null | undefined): { subject?: string } {
  return subject ? { subject: cut(subject, longestSubject) } : {};
}

/** Chatwoot's own report names an inbox without a type by the empty text. */
export const unknownChannel = 'unknown';

/** The channel that conversations of an inbox of this type have. */
export function channelOf({ channel }: Pick<SourceConversation, 'channel'>): string {
  return channel || unknownChannel;
}

export function typeOf(
  { inboxId, channel }: Pick<SourceConversation, 'inboxId' | 'channel'>,
  isCall: boolean,
  { types }: Pick<MappingContext, 'types'>,
): ConversationType {
  const set = types.get(inboxId);
  if (set) return set;
  if (channel === 'Channel::Email') return 'email';
  return channel === 'Channel::Voice' || isCall ? 'phone' : 'chat';
}

/** Whether a conversation with these messages began as a call. */
export function isCall(messages: readonly SourceMessage[]): boolean {
  return messages.find(({ kind }) => kind !== 'activity')?.contentType === 'voice_call';
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
