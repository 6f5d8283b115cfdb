import { z } from 'zod';
import { type Fault, isFault, parseAs, parseValue } from './parse.ts';
import { type ImportRecord, id, type RecordOf } from './record.ts';

/**
 * What a conversation is besides its threads, which stay as they are stored; so do its ratings where the record has none, null or
 * an empty list being none. Where nothing changes nothing is written.
 */
export interface AttributesChange {
  readonly type: 'conversationAttributes';
  readonly id: string;
  /** Without threads. */
  readonly record: RecordOf<'conversation'>;
}

/**
 * A conversation that its source has deleted: no report counts it, until a record of it comes again. What is stored of it stays, or
 * where it `isErased` goes, but for what every conversation has. One that is not stored is none of it.
 */
export interface DeletionChange {
  readonly type: 'conversationDeletion';
  readonly id: string;
  readonly isErased: boolean;
}

/** What can be written into an account: a record, which replaces the one with its id as a whole, or a part of a conversation. */
export type Change = ImportRecord | AttributesChange | DeletionChange;

const deletion = z.strictObject({
  type: z.literal('conversationDeletion'),
  id,
  isErased: z.boolean().default(false),
});

/**
 * Reads a change from inside the program: a record of the import format, one of a conversation without `threads` whose type is
 * `conversationAttributes`, or `{ type: 'conversationDeletion', id, isErased }`.
 */
export function parseChange(value: object): Change | Fault {
  const type = 'type' in value ? value.type : undefined;
  if (type === 'conversationAttributes') return parseAttributes(value);
  if (type !== 'conversationDeletion') return parseValue(value);
  const content = parseAs(deletion, value);
  return isFault(content) ? { ...content, type: 'conversation' } : content;
}

function parseAttributes(value: object): AttributesChange | Fault {
  const record = parseValue({ ...value, type: 'conversation' });
  if (isFault(record) || record.type !== 'conversation') return record as Fault;
  if ('threads' in value)
    return { type: 'conversation', id: record.id, reason: 'threads: attributes have none' };
  return { type: 'conversationAttributes', id: record.id, record };
}
