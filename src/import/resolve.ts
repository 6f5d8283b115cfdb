import { isDeepStrictEqual } from 'node:util';
import type { AttributesChange, Change, DeletionChange } from './change.ts';
import type { RecordOf } from './record.ts';

type Conversation = RecordOf<'conversation'>;

/** Ids of the conversations of which a change keeps something. */
export function keptIds(changes: readonly Change[]): Set<string> {
  return new Set(
    changes
      .filter(({ type }) => type === 'conversationAttributes' || type === 'conversationDeletion')
      .map(({ id }) => id),
  );
}

/** What a change makes of a conversation that is stored as `before`: a record of all of it, or null where it stays as it is. */
export function resolved(
  change: AttributesChange | DeletionChange,
  before: Conversation,
): Conversation | null {
  const after =
    change.type === 'conversationAttributes' ? withAttributes(change, before) : deleted(change, before);
  return isDeepStrictEqual(contentOf(after), contentOf(before)) ? null : after;
}

function withAttributes({ record }: AttributesChange, { threads, ratings }: Conversation): Conversation {
  return { ...record, threads, ratings: record.ratings === undefined ? ratings : record.ratings };
}

function deleted({ isErased }: DeletionChange, before: Conversation): Conversation {
  if (!isErased) return { ...before, deleted: true };
  const { type, id, number, mailboxId, conversationType, channel, status, createdAt, closedAt } = before;
  return {
    type,
    id,
    number,
    mailboxId,
    conversationType,
    channel,
    status,
    createdAt,
    closedAt,
    deleted: true,
  };
}

/** What of a record is stored, in one form: what it leaves out is null, what it names twice counts once. */
function contentOf({ tags, customFields, ratings, ...record }: Conversation): object {
  const answers = customFields?.filter(({ value }) => value);
  return {
    ...withoutNulls({ ...record, deleted: record.deleted || null }),
    tags: [...new Set(tags)],
    answers: new Map(answers?.map(({ fieldId, value }) => [fieldId, value])),
    ratings: (ratings ?? []).map(withoutNulls),
    threads: (record.threads ?? []).map(withoutNulls),
  };
}

function withoutNulls(item: object): object {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value != null));
}
