import { type ConversationRecord, cut, type FieldRecord, longestSubject } from '../records.ts';
import { type FieldsInUse, fieldValuesOf } from './fields.ts';
import {
  customerMention,
  departmentMention,
  instantOf,
  type Mention,
  noDepartment,
  numberOf,
  tagMentions,
  userMention,
} from './names.ts';
import type { SourceField, SourceMessage, SourceRoom, SourceTransfer } from './source.ts';
import { type ThreadContext, threadsOf } from './threads.ts';

/** What the mapping of rooms must know besides them. */
export interface MappingContext extends ThreadContext {
  /** Where people open the workspace, without a slash at its end; unknown of some dumps. */
  readonly publicUrl: string | undefined;
  readonly fields: readonly SourceField[];
  readonly inUse: FieldsInUse;
}

/** All that is known of one room. */
export interface SourceParts {
  readonly room: SourceRoom;
  readonly messages: readonly SourceMessage[];
  readonly transfers: readonly SourceTransfer[];
}

export interface Mapped {
  readonly record: ConversationRecord;
  /** What the conversation refers to. */
  readonly mentioned: readonly Mention[];
  /** Fields that answers need and that are not stored with all of their options. */
  readonly fields: readonly FieldRecord[];
}

/** One room with all of its parts as a record of the import format. */
export function mapRoom({ room, messages, transfers }: SourceParts, context: MappingContext): Mapped {
  const customerId = room.contactId ?? room.visitor?.id ?? null;
  const owner = { visitorId: room.visitor?.id ?? null, customerId };
  const { threads, mentioned } = threadsOf(owner, messages, transfers, context);
  const { values, records } = fieldValuesOf(room, context.fields, context.inUse);
  const status = statusOf(room);
  const tags = tagMentions(room.tags);
  const channel = channelOf(room);
  const priority = priorities.get(room.priorityWeight);
  const record: ConversationRecord = {
    type: 'conversation',
    id: room.id,
    number: numberOf(room.id),
    mailboxId: room.departmentId ?? noDepartment,
    conversationType: channel === 'email' ? 'email' : 'chat',
    channel,
    status,
    createdAt: instantOf(room.createdAt),
    ...(status === 'closed' && room.closedAt !== null && { closedAt: instantOf(room.closedAt) }),
    ...(customerId !== null && { customerId }),
    ...(room.servedBy && { assigneeId: room.servedBy.id }),
    ...(tags.length > 0 && { tags: tags.map(({ id }) => id) }),
    ...(values.length > 0 && { customFields: values }),
    ...(priority && { priority }),
    ...(context.publicUrl !== undefined && { url: `${context.publicUrl}/live/${room.id}` }),
    ...(room.subject !== null && { subject: cut(room.subject, longestSubject) }),
    threads,
  };
  return { record, mentioned: [...namesOf(room, customerId), ...tags, ...mentioned], fields: records };
}

function namesOf(room: SourceRoom, customerId: string | null): Mention[] {
  return [
    departmentMention({ id: room.departmentId ?? noDepartment, name: null }),
    ...(customerId === null ? [] : [customerMention(customerId, room.visitor?.name ?? room.name)]),
    ...(room.servedBy ? [userMention(room.servedBy)] : []),
    ...(room.closedBy && room.closedBy.id !== room.visitor?.id ? [userMention(room.closedBy)] : []),
  ];
}

/** The first that fits; a room that is not open is closed, whatever is left of its closing or holding. */
export function statusOf({ isOpen, hold }: Pick<SourceRoom, 'isOpen' | 'hold'>) {
  if (!isOpen) return 'closed';
  return hold === 'held' ? 'on_hold' : 'open';
}

/** Where a room came from. Those from before 4.0 do not say it. */
function channelOf({ source, isSms, isEmail }: SourceRoom): string {
  if (source?.type === 'app') {
    const app = source.alias ?? source.label ?? source.id;
    return app === null ? 'app' : `app:${app}`;
  }
  if (source?.type) return source.type;
  if (isSms) return 'sms';
  return isEmail ? 'email' : 'other';
}

/** The names are the workspace's own, and 99 is none. */
const priorities = new Map<number | null, 'urgent' | 'high' | 'medium' | 'low'>([
  [1, 'urgent'],
  [2, 'high'],
  [3, 'medium'],
  [4, 'low'],
  [5, 'low'],
]);
