import { createHash } from 'node:crypto';
import { cut, longestName } from '../records.ts';
import type { SourceDepartment } from './source.ts';

/** Something that a room names by its id, and what the source says it is called there. */
export interface Mention {
  readonly type: 'mailbox' | 'user' | 'customer' | 'tag';
  readonly id: string;
  readonly name: string | null;
  /** What it is called as long as nobody says its name. */
  readonly madeUp: string | null;
}

/** The mailbox of rooms without a department. */
export const noDepartment = 'none';

export function departmentMention({ id, name }: SourceDepartment): Mention {
  return mention('mailbox', id, name, id === noDepartment ? 'No department' : `Department ${id}`);
}

export function userMention({
  id,
  name,
  username,
}: {
  readonly id: string;
  readonly name?: string | null;
  readonly username: string | null;
}): Mention {
  return mention('user', id, name ?? null, username ?? id);
}

export function customerMention(id: string, name: string | null): Mention {
  return mention('customer', id, name, null);
}

function mention(type: Mention['type'], id: string, name: string | null, madeUp: string | null): Mention {
  return {
    type,
    id,
    name: name === null ? null : cut(name, longestName),
    madeUp: madeUp === null ? null : cut(madeUp, longestName),
  };
}

/** The tags that names stand for: no two of one id, none of an empty name. */
export function tagMentions(names: readonly string[]): Mention[] {
  const tags = names.flatMap((name): [string, Mention][] => {
    const trimmed = name.trim();
    const id = tagIdOf(trimmed);
    return trimmed === '' ? [] : [[id, mention('tag', id, trimmed, null)]];
  });
  return [...new Map(tags).values()];
}

function tagIdOf(name: string): string {
  return `t-${digestOf(name)}`;
}

export function optionIdOf(label: string): string {
  return `o-${digestOf(label)}`;
}

/** Names hold spaces and may be longer than ids may be. */
function digestOf(text: string): string {
  return createHash('sha256').update(text.normalize('NFC').trim()).digest('hex').slice(0, 24);
}

/** Rooms have no number. This one needs not be unique. */
export function numberOf(roomId: string): number {
  return createHash('sha256').update(roomId).digest().readUInt32BE(0) & 0x7fff_ffff;
}

/** An instant as records have it. */
export function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
