import type { ImportRecord, RecordType } from './record.ts';

/** The types of few rows, which are replaced in place, in an order in which each comes after those it refers to. */
export const replacedTypes = [
  'mailbox',
  'folder',
  'user',
  'team',
  'tag',
  'savedReply',
  'workflow',
  'customField',
] as const satisfies RecordType[];

export type ReplacedType = (typeof replacedTypes)[number];

/** All types that are keyed within an account; of the last two there are many rows, which are copied. */
export const entityTypes = [...replacedTypes, 'customer', 'conversation'] as const;

export type EntityType = (typeof entityTypes)[number];

export function byType<Value>(toValue: (type: EntityType) => Value): Record<EntityType, Value> {
  return Object.fromEntries(entityTypes.map((type) => [type, toValue(type)])) as Record<EntityType, Value>;
}

/** `field` is a path such as `threads[].userId`, and `index` stands in its brackets. */
type Visit = (type: EntityType, id: string | null | undefined, field: string, index?: number) => void;

/** Visits every reference of a record to another one; those that are optional may be empty. */
export function visitReferences(record: ImportRecord, visit: Visit): void {
  if ('mailboxId' in record) visit('mailbox', record.mailboxId, 'mailboxId');
  if (record.type !== 'conversation') return;
  visit('folder', record.folderId, 'folderId');
  visit('customer', record.customerId, 'customerId');
  visit('user', record.assigneeId, 'assigneeId');
  visit('team', record.teamId, 'teamId');
  record.tags?.forEach((id, index) => {
    visit('tag', id, 'tags[]', index);
  });
  record.customFields?.forEach(({ fieldId }, index) => {
    visit('customField', fieldId, 'customFields[].fieldId', index);
  });
  record.threads?.forEach((thread, index) => {
    visit('user', thread.userId, 'threads[].userId', index);
    visit('customer', thread.customerId, 'threads[].customerId', index);
    visit('savedReply', thread.savedReplyId, 'threads[].savedReplyId', index);
    visit('workflow', thread.workflowId, 'threads[].workflowId', index);
  });
  record.ratings?.forEach(({ userId }, index) => {
    visit('user', userId, 'ratings[].userId', index);
  });
}
