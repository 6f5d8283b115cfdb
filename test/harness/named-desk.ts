/** One of everything, each by the same name. */
export const namedDesk = (name: string, mailboxId: string) => [
  { type: 'mailbox', id: mailboxId, name },
  { type: 'user', id: '1', name },
  { type: 'customer', id: '1', name },
  { type: 'tag', id: '2', name },
  {
    type: 'conversation',
    id: '1',
    number: 1,
    mailboxId,
    conversationType: 'email',
    channel: name,
    status: 'open',
    createdAt: '2026-01-15T12:00:00Z',
    customerId: '1',
    assigneeId: '1',
    tags: ['2'],
    threads: [{ id: '1', kind: 'reply', createdAt: '2026-01-15T13:00:00Z', userId: '1' }],
  },
];
