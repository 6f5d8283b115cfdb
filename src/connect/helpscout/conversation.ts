import type { ConversationStatus } from '../../database/generated/enums.ts';
import {
  type ConversationRecord,
  cut,
  type FieldRecord,
  longestComment,
  longestSubject,
  namedRecord,
} from '../records.ts';
import type { ConversationAnswer, ThreadAnswer } from './answers.ts';
import { type Fields, fieldValuesOf } from './fields.ts';
import { customerMention, type Mention, placeholder, userMention } from './mentions.ts';
import type { Switches } from './state.ts';
import { sentThreads, threadsOf } from './threads.ts';

/** What the mapping of conversations must know besides them. */
export interface MappingContext {
  readonly switches: Switches;
  readonly fields: Fields;
  /** When ratings were given, by the thread that they are of. */
  readonly ratedAt: ReadonlyMap<number, string>;
}

/** What the copy cannot tell of a conversation, or leaves out. */
interface Shortfall {
  /** Ratings that have their thread's time. */
  readonly approximateRatings: number;
  readonly droppedValues: number;
  readonly unknownTypes: readonly string[];
}

interface Mapped {
  readonly record: ConversationRecord;
  readonly mentioned: readonly Mention[];
  readonly grownFields: readonly FieldRecord[];
  readonly shortfall: Shortfall;
}

/** One conversation with all of its threads, newest first, as a record of the import format. */
export function mapConversation(
  conversation: ConversationAnswer,
  newestFirst: readonly ThreadAnswer[],
  { switches, fields, ratedAt }: MappingContext,
): Mapped {
  const sent = sentThreads(newestFirst);
  const { threads, mentioned, unknownTypes } = threadsOf(sent, switches);
  const { values, grown, dropped } = fieldValuesOf(conversation.customFields, fields, switches);
  const { ratings, approximateRatings } = ratingsOf(sent, ratedAt, switches);
  const { id, number, subject, status, closedAt } = conversation;
  const record: ConversationRecord = {
    type: 'conversation',
    id: String(id),
    number,
    mailboxId: String(conversation.mailboxId),
    ...(conversation.folderId && { folderId: String(conversation.folderId) }),
    conversationType: conversation.type,
    channel: conversation.source?.type || conversation.type,
    status: statusOf(conversation),
    ...(conversation.state === 'deleted' && { deleted: true }),
    createdAt: conversation.createdAt,
    ...(status === 'closed' && closedAt && { closedAt }),
    ...referencesOf(conversation),
    ...(values.length > 0 && { customFields: values }),
    url: urlOf(conversation),
    ...(switches.storesSubjects && subject && { subject: cut(subject, longestSubject) }),
    ...(ratings.length > 0 && { ratings }),
    threads,
  };
  return {
    record,
    mentioned: [...namesOf(conversation), ...ratedUsersOf(sent), ...mentioned],
    grownFields: grown,
    shortfall: { approximateRatings, droppedValues: dropped, unknownTypes },
  };
}

/** Only what is pending can be snoozed. */
function statusOf({ status, snooze }: ConversationAnswer): ConversationStatus {
  if (status === 'pending' && snooze) return 'snoozed';
  return status === 'active' ? 'open' : status;
}

function referencesOf({ primaryCustomer, assignee, tags }: ConversationAnswer) {
  const tagIds = [...new Set((tags ?? []).map(({ id }) => String(id)))];
  const assigneeId = assignee?.id ? String(assignee.id) : null;
  return {
    ...(primaryCustomer?.id && { customerId: String(primaryCustomer.id) }),
    ...(assigneeId && (assignee?.type === 'team' ? { teamId: assigneeId } : { assigneeId })),
    ...(tagIds.length > 0 && { tags: tagIds }),
  };
}

function namesOf(conversation: ConversationAnswer): Mention[] {
  const { mailboxId, folderId, assignee, primaryCustomer, createdBy, tags } = conversation;
  const isTeam = assignee?.type === 'team';
  const mentions = [
    placeholder('mailbox', mailboxId),
    folderId ? placeholder('folder', folderId) : undefined,
    isTeam && assignee.id ? placeholder('team', assignee.id) : undefined,
    isTeam ? undefined : userMention(assignee),
    createdBy?.type === 'customer' ? customerMention(createdBy) : undefined,
    customerMention(primaryCustomer),
    ...(tags ?? []).map(({ id, tag }) =>
      tag ? { record: namedRecord('tag', id, tag), isPlaceholder: false } : placeholder('tag', id),
    ),
  ];
  return mentions.flatMap((mention) => mention ?? []);
}

/** What was rated may have been sent by a workflow in a user's name. */
function ratedUsersOf(sent: readonly ThreadAnswer[]): Mention[] {
  return sent.flatMap(({ rating, createdBy }) =>
    rating && createdBy?.type !== 'customer' ? (userMention(createdBy) ?? []) : [],
  );
}

function urlOf({ id, number, _links }: ConversationAnswer): string {
  const href = _links?.web?.href ?? '';
  return /^https:\/\//i.test(href) && URL.canParse(href)
    ? href
    : `https://secure.helpscout.net/conversation/${id}/${number}`;
}

/** A rating does not tell its time; where nothing else does either, it has that of its thread. */
function ratingsOf(
  sent: readonly ThreadAnswer[],
  ratedAt: ReadonlyMap<number, string>,
  { storesComments }: Switches,
): { ratings: object[]; approximateRatings: number } {
  const rated = sent.flatMap((thread) => (thread.rating ? [{ ...thread, rating: thread.rating }] : []));
  const ratings = rated.map(({ id, createdAt, createdBy, rating: { rating, comments } }) => ({
    id: String(id),
    createdAt: ratedAt.get(id) ?? createdAt,
    score: rating,
    ...(createdBy?.id && createdBy.type !== 'customer' && { userId: String(createdBy.id) }),
    ...(storesComments && comments && { comment: cut(comments, longestComment) }),
  }));
  return { ratings, approximateRatings: rated.filter(({ id }) => !ratedAt.has(id)).length };
}
