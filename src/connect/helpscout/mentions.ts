import { customerRecord, type NamedRecord, namedRecord } from '../records.ts';
import type { Person } from './answers.ts';

/** A record of what a conversation refers to. */
export interface Mention {
  readonly record: NamedRecord;
  /** It has no name of its own: it is written only where nothing is known of its id. */
  readonly isPlaceholder: boolean;
}

const wordOf = {
  mailbox: 'Inbox',
  folder: 'Folder',
  user: 'User',
  team: 'Team',
  tag: 'Tag',
  savedReply: 'Saved reply',
  workflow: 'Workflow',
} as const;

type PlaceholderType = keyof typeof wordOf;

/** A record of an id of which nothing else is known. */
export function placeholder(type: PlaceholderType, id: number | string): Mention {
  return { record: namedRecord(type, id, placeholderName(type, id)), isPlaceholder: true };
}

/** Such as `Saved reply 17142`. */
export function placeholderName(type: PlaceholderType, id: number | string): string {
  return `${wordOf[type]} ${id}`;
}

/** Undefined where nobody is meant. */
export function userMention(person: Person | null | undefined): Mention | undefined {
  if (!person?.id) return undefined;
  const name = nameOf(person.first, person.last);
  return name
    ? { record: namedRecord('user', person.id, name), isPlaceholder: false }
    : placeholder('user', person.id);
}

/** A customer without a name stays without. */
export function customerMention(person: Person | null | undefined): Mention | undefined {
  if (!person?.id) return undefined;
  const name = nameOf(person.first, person.last);
  return { record: customerRecord({ id: person.id, name }), isPlaceholder: name === null };
}

/** A first and a last name as one; null where there is neither. */
export function nameOf(first: string | null | undefined, last: string | null | undefined): string | null {
  return `${first ?? ''} ${last ?? ''}`.trim() || null;
}
