import { createHash } from 'node:crypto';
import { isId } from '../../ids.ts';

/** A record of the import format, as it stands in a file. */
export interface NamedRecord {
  readonly type: 'mailbox' | 'user' | 'customer' | 'team' | 'tag' | 'workflow';
  readonly id: string;
  readonly name?: string;
}

export type Status = 'open' | 'closed' | 'pending' | 'snoozed';

export interface ThreadInput {
  readonly id: string;
  readonly kind: 'customer' | 'reply' | 'note' | 'line' | 'auto';
  readonly createdAt: string;
  readonly userId?: string;
  readonly customerId?: string;
  readonly workflowId?: string;
  readonly status?: Status;
}

const longestName = 255;

/** An instant of whole Unix seconds. */
export function instantOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
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

/** The id of a label: conversations carry titles, also such as have no label record. Id 1 means untagged. */
export function tagIdOf(title: string): string {
  return idOf(title, 'label-', title === '1');
}
