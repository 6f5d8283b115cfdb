import { createHash } from 'node:crypto';
import type {
  ConversationStatus,
  ConversationType,
  Priority,
  ThreadKind,
} from '../database/generated/enums.ts';
import { isId } from '../ids.ts';

// Records of the import format as they stand in a file: what the mapping of every source gives.

export interface NamedRecord {
  readonly type: 'mailbox' | 'folder' | 'user' | 'customer' | 'team' | 'tag' | 'savedReply' | 'workflow';
  readonly id: string;
  readonly name?: string;
  readonly mailboxId?: string;
}

export interface FieldRecord {
  readonly type: 'customField';
  readonly id: string;
  readonly name: string;
  readonly mailboxId: string;
  readonly fieldType: 'dropdown' | 'text' | 'number' | 'date';
  readonly options?: readonly FieldOption[];
}

export interface FieldOption {
  readonly id: string;
  readonly name: string;
}

export interface FieldValue {
  readonly fieldId: string;
  readonly value: string | number;
}

export interface ThreadInput {
  readonly id: string;
  readonly kind: ThreadKind;
  readonly createdAt: string;
  readonly userId?: string;
  readonly customerId?: string;
  readonly savedReplyId?: string;
  readonly workflowId?: string;
  readonly status?: ConversationStatus;
}

export interface ConversationRecord {
  readonly type: 'conversation';
  readonly id: string;
  readonly number: number;
  readonly mailboxId: string;
  readonly folderId?: string;
  readonly conversationType: ConversationType;
  readonly channel: string;
  readonly status: ConversationStatus;
  readonly deleted?: true;
  readonly createdAt: string;
  readonly closedAt?: string;
  readonly customerId?: string;
  readonly assigneeId?: string;
  readonly tags?: readonly string[];
  readonly customFields?: readonly FieldValue[];
  readonly teamId?: string;
  readonly priority?: Priority;
  readonly url?: string;
  readonly subject?: string;
  readonly ratings?: readonly object[];
  readonly threads?: readonly ThreadInput[];
}

export const longestName = 255;
export const longestSubject = 1000;
export const longestComment = 10_000;

/** An instant of whole Unix seconds. */
export function instantOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, -'.000Z'.length)}Z`;
}

/** A text cut to so many characters. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join('');
}

export function namedRecord(type: NamedRecord['type'], id: string | number, name: string): NamedRecord {
  return { type, id: String(id), name: cut(name, longestName) };
}

export function customerRecord({ id, name }: { id: number; name: string | null }): NamedRecord {
  return name === null ? { type: 'customer', id: String(id) } : namedRecord('customer', id, name);
}

/** A text as an id where it can be one, else one made of its digest. */
export function idOf(text: string, prefix: string, isTaken = false): string {
  if (isId(text) && !isTaken) return text;
  return `${prefix}${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
