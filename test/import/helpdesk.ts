import type { Database } from '../../src/database/client.ts';
import { importInput, type Reject } from '../../src/import/import.ts';

export const account = { type: 'account', id: 'acme', name: 'Acme', timeZone: 'Europe/Paris' };

/** One record of each type that a conversation can refer to. */
export const masters = [
  { type: 'mailbox', id: 'm', name: 'Support' },
  { type: 'folder', id: 'f', name: 'Urgent', mailboxId: 'm' },
  { type: 'user', id: 'u', name: 'Ada' },
  { type: 'team', id: 'g', name: 'Night shift' },
  { type: 'customer', id: 'c', name: null },
  { type: 'tag', id: 't', name: 'vip' },
  { type: 'tag', id: 't2', name: 'slow' },
  { type: 'savedReply', id: 's', name: 'Hello' },
  { type: 'workflow', id: 'w', name: 'Close', mailboxId: 'm' },
  {
    type: 'customField',
    id: 'd',
    name: 'Colour',
    mailboxId: 'm',
    fieldType: 'dropdown',
    options: [{ id: 1, name: 'Red' }],
  },
  { type: 'customField', id: 'x', name: 'Note', mailboxId: 'm', fieldType: 'text' },
];

export const conversation = {
  type: 'conversation',
  id: 'a',
  number: 7,
  mailboxId: 'm',
  conversationType: 'email',
  channel: 'Channel::Email',
  status: 'open',
  createdAt: '2024-03-01T09:00:00.123456Z',
};

/** A conversation with something in each of its fields. */
export const fullConversation = {
  ...conversation,
  folderId: 'f',
  closedAt: '2024-03-01T10:00:00+01:00',
  customerId: 'c',
  assigneeId: 'u',
  tags: ['t2', 't', 't2'],
  customFields: [
    { fieldId: 'd', value: 1 },
    { fieldId: 'x', value: 'a "b" \\ {c}, null' },
  ],
  threads: [
    { id: 'q', kind: 'customer', createdAt: conversation.createdAt, customerId: 'c' },
    {
      id: 'r',
      kind: 'reply',
      createdAt: '2024-03-01T09:30:00Z',
      userId: 'u',
      savedReplyId: 's',
      workflowId: 'w',
      handleSeconds: 1.5,
    },
    { id: 'b', kind: 'auto', createdAt: '2024-03-01T09:45:00Z', workflowId: 'w', status: 'closed' },
    { id: 'o', kind: 'customer', createdAt: '2024-03-01T09:50:00Z', status: 'open' },
  ],
  teamId: 'g',
  priority: 'urgent',
  url: 'https://desk.example/7',
  subject: 'Where is my parcel?',
  ratings: [
    {
      id: 'g1',
      createdAt: '2024-03-02T00:00:00Z',
      score: 'not_good',
      value: 2,
      userId: 'u',
      comment: 'Slow',
    },
    { id: 'g2', createdAt: '2024-03-03T00:00:00Z', score: 'great' },
  ],
};

/** Imports lines and returns what was rejected, as `line type id: reason`. */
export async function rejectsOf(database: Database, lines: readonly (object | string)[]): Promise<string[]> {
  const rejects: string[] = [];
  const rejected = ({ line, type, id, reason }: Reject): void => {
    rejects.push(`${line} ${type} ${id}: ${reason}`);
  };
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from(text);
  }
  await importInput(
    database,
    { name: 'records', chunks: chunks() },
    { rejected, committed: () => {}, warned: () => {} },
  );
  return rejects;
}
