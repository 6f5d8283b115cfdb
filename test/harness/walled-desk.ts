/** What belongs to one mailbox, and is called by its id. */
const masters = (mailboxId: string) => [
  { type: 'mailbox', id: mailboxId, name: mailboxId },
  { type: 'folder', id: `folder-${mailboxId}`, name: mailboxId },
  { type: 'customer', id: `customer-${mailboxId}`, name: mailboxId },
  { type: 'savedReply', id: `reply-${mailboxId}`, name: mailboxId, mailboxId },
  { type: 'workflow', id: `workflow-${mailboxId}`, name: mailboxId, mailboxId },
  {
    type: 'customField',
    id: `field-${mailboxId}`,
    name: mailboxId,
    mailboxId,
    fieldType: 'dropdown',
    options: [{ id: '1', name: mailboxId }],
  },
];

/** One that was answered and closed, and opened again by the customer: something for each number to count. */
const conversation = (id: string, mailboxId: string) => ({
  type: 'conversation',
  id,
  number: 1,
  mailboxId,
  folderId: `folder-${mailboxId}`,
  conversationType: 'email',
  channel: mailboxId,
  status: 'open',
  createdAt: '2026-01-15T12:00:00Z',
  customerId: `customer-${mailboxId}`,
  assigneeId: 'user',
  teamId: 'team',
  tags: ['tag'],
  customFields: [{ fieldId: `field-${mailboxId}`, value: '1' }],
  threads: [
    { id: '0', kind: 'customer', createdAt: '2026-01-15T12:00:00Z', customerId: `customer-${mailboxId}` },
    {
      id: '1',
      kind: 'reply',
      createdAt: '2026-01-15T13:00:00Z',
      userId: 'user',
      savedReplyId: `reply-${mailboxId}`,
      workflowId: `workflow-${mailboxId}`,
      handleSeconds: 60,
    },
    { id: '2', kind: 'line', createdAt: '2026-01-15T13:30:00Z', status: 'closed' },
    {
      id: '3',
      kind: 'customer',
      createdAt: '2026-01-15T15:00:00Z',
      customerId: `customer-${mailboxId}`,
      status: 'open',
    },
  ],
  ratings: [
    {
      id: '1',
      createdAt: '2026-01-15T14:00:00Z',
      score: 'great',
      value: 5,
      userId: 'user',
      comment: mailboxId,
    },
  ],
});

/** The same, but closed for good, and by nobody that a thread would name. */
const closedConversation = (id: string, mailboxId: string) => {
  const { threads, ...others } = conversation(id, mailboxId);
  return { ...others, status: 'closed', closedAt: '2026-01-16T12:00:00Z', threads: threads.slice(0, 2) };
};

/** What belongs to no mailbox. */
export const everybodys = [
  { type: 'user', id: 'user', name: 'user' },
  { type: 'team', id: 'team', name: 'team' },
  { type: 'tag', id: 'tag', name: 'tag' },
];

/** A mailbox with all that belongs to it and two conversations. */
export const deskIn = (mailboxId: string) => [
  ...masters(mailboxId),
  conversation(mailboxId.replace('m', ''), mailboxId),
  closedConversation(`closed-${mailboxId}`, mailboxId),
];

/** What another account has besides, by the names of its only mailbox. */
export const theirs = [
  { type: 'user', id: 'user-m3', name: 'm3' },
  { type: 'team', id: 'team-m3', name: 'm3' },
  { type: 'tag', id: 'tag-m3', name: 'm3' },
  ...deskIn('m3'),
];
