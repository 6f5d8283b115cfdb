const conversation = (id: number, createdAt: string, more: object = {}) => ({
  type: 'conversation',
  id: String(id),
  number: id,
  mailboxId: '85',
  conversationType: 'email',
  channel: 'Channel::Email',
  status: 'open',
  createdAt,
  ...more,
});

const reply = (createdAt: string, more: object = {}) => ({
  id: createdAt,
  kind: 'reply',
  createdAt,
  userId: '4',
  ...more,
});

const perEk = { customerId: '238604' };
const vip = { tags: ['9150'] };
const trial = { customFields: [{ fieldId: '6688', value: '33077' }] };
const thanks = { savedReplyId: '17142' };

/** The records behind the specification's example: seven conversations of March 2024, six of February, one of them in both. */
export const deskRecords = [
  { type: 'mailbox', id: '85', name: 'Support' },
  { type: 'mailbox', id: '86', name: 'Sales' },
  { type: 'mailbox', id: 'm1', name: 'Old ones' },
  { type: 'user', id: '4', name: 'Ada' },
  { type: 'user', id: '5', name: 'Bo' },
  { type: 'tag', id: '9150', name: 'vip' },
  { type: 'customer', id: '238604', name: 'Per Ek' },
  { type: 'customer', id: 'c-2' },
  { type: 'savedReply', id: '17142', name: 'Thanks', mailboxId: '85' },
  { type: 'workflow', id: '71', name: 'Close' },
  {
    type: 'customField',
    id: '6688',
    name: 'Account Type',
    mailboxId: '85',
    fieldType: 'dropdown',
    options: [{ id: '33077', name: 'Trial' }],
  },
  ...[1, 2, 3, 4, 5].map((day) => conversation(day, `2024-02-0${day}T12:00:00Z`)),
  conversation(6, '2024-02-20T12:00:00Z', { ...vip, threads: [reply('2024-03-02T12:00:00Z', thanks)] }),
  conversation(7, '2024-03-06T10:10:00Z', {
    ...perEk,
    ...vip,
    ...trial,
    status: 'closed',
    closedAt: '2024-03-06T12:00:00Z',
    threads: [
      { id: '1', kind: 'customer', createdAt: '2024-03-06T10:10:00Z' },
      reply('2024-03-06T10:41:18Z', { ...thanks, handleSeconds: 279 }),
      { id: '2', kind: 'note', createdAt: '2024-03-06T11:00:00Z', workflowId: '71' },
    ],
  }),
  conversation(8, '2024-03-06T10:50:00Z', { ...perEk, ...vip, ...trial }),
  conversation(9, '2024-03-11T09:30:00Z', { ...perEk }),
  conversation(10, '2024-03-12T15:00:00Z', { ...perEk }),
  conversation(11, '2024-03-14T18:00:00Z', { conversationType: 'chat' }),
  conversation(12, '2024-03-15T20:00:00Z', { conversationType: 'phone' }),
];

export const march = { start: '2024-03-01T00:00:00Z', end: '2024-04-01T00:00:00Z' };
export const february = { previousStart: '2024-02-01T00:00:00Z', previousEnd: '2024-03-01T00:00:00Z' };
