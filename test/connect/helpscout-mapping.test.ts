import { describe, expect, test } from 'vitest';
import { conversationAnswer, threadsAnswer } from '../../src/connect/helpscout/answers.ts';
import { mapConversation } from '../../src/connect/helpscout/conversation.ts';
import { freshMentions } from '../../src/connect/helpscout/directory.ts';
import type { Fields } from '../../src/connect/helpscout/fields.ts';
import { listRecords } from '../../src/connect/helpscout/lists.ts';
import { defaultSwitches, type Switches } from '../../src/connect/helpscout/state.ts';
import { keyOf, type Names } from '../../src/connect/names.ts';
import { hasHelpScoutData, readAccount, readExpected } from './helpscout-data.ts';
import { listsOfAccount } from './helpscout-lists.ts';
import { byTypeAndId } from './records.ts';

/** The whole made-up account, mapped without a server or a database. */
function mapAccount(): Map<string, object> {
  const account = readAccount();
  const fields: Fields = new Map();
  const names: Names = new Map();
  const records: { type: string; id: string }[] = [
    { type: 'account', id: 'hs', ...{ name: 'hs', timeZone: 'Europe/Paris' } },
    ...listRecords(listsOfAccount(account), fields),
  ];
  for (const record of listRecords(listsOfAccount(account), fields)) {
    if (record.type === 'customField') fields.set(record.id, record);
    else names.set(keyOf(record), record.name ?? null);
  }
  for (const { conversation, threads } of account.conversations) {
    const answer = conversationAnswer.parse(conversation);
    if (answer.state === 'draft') continue;
    const context = { switches: defaultSwitches, fields, ratedAt: new Map() };
    const { record, mentioned, grownFields } = mapConversation(answer, parseThreads(threads), context);
    for (const field of grownFields) fields.set(field.id, field);
    records.push(...freshMentions(mentioned, names), ...grownFields, record);
  }
  return byTypeAndId(records);
}

function parseThreads(threads: readonly object[]) {
  const page = { totalElements: threads.length, totalPages: 1 };
  return threadsAnswer.parse({ _embedded: { threads }, page }).items;
}

describe.skipIf(!hasHelpScoutData)('the made-up account of Help Scout', () => {
  test('becomes the expected records', () => {
    expect(mapAccount()).toEqual(readExpected());
  });
});

const conversation = {
  id: 7,
  number: 70,
  threads: 1,
  type: 'email',
  status: 'active',
  state: 'published',
  subject: 'Help',
  mailboxId: 85,
  createdAt: '2024-03-01T09:00:00Z',
};

/** One conversation as a record, with fields of its answer, threads (newest first) and switches changed. */
function mapOne(changed: object, threads: readonly object[] = [], switches: Partial<Switches> = {}) {
  const fields: Fields = new Map(
    (['text', 'number', 'date', 'dropdown'] as const).map((fieldType) => [
      fieldType === 'text' ? '1' : fieldType === 'number' ? '2' : fieldType === 'date' ? '3' : '4',
      { type: 'customField', id: fieldType, name: fieldType, mailboxId: '85', fieldType },
    ]),
  );
  const named = threads.map((thread, index) => ({
    id: 100 - index,
    state: 'published',
    createdAt: '2024-03-01T09:00:00Z',
    ...thread,
  }));
  const context = {
    switches: { ...defaultSwitches, ...switches },
    fields,
    ratedAt: new Map([[99, '2024-03-02T00:00:00Z']]),
  };
  return mapConversation(
    conversationAnswer.parse({ ...conversation, ...changed }),
    parseThreads(named),
    context,
  );
}

const user = { id: 256, type: 'user', first: 'Ada', last: 'Obi' };
const customer = { id: 12, type: 'customer', first: 'Per', last: 'Ek' };

describe('a thread of Help Scout', () => {
  test.each([
    ['customer', { createdBy: customer }, { kind: 'customer', customerId: '12' }],
    ['customer', { createdBy: user, customer }, { kind: 'customer', customerId: '12' }],
    [
      'message',
      { createdBy: user, savedReplyId: 17142 },
      { kind: 'reply', userId: '256', savedReplyId: '17142' },
    ],
    ['message', { createdBy: user, savedReplyId: 0 }, { kind: 'reply', userId: '256' }],
    ['message', { createdBy: customer }, { kind: 'customer', customerId: '12' }],
    ['message', {}, { kind: 'reply', userId: '0' }],
    ['message', { createdBy: { id: 0, type: 'user' } }, { kind: 'reply', userId: '0' }],
    [
      'message',
      { createdBy: user, action: { type: 'automatic-workflow', associatedEntities: { workflow: 71 } } },
      { kind: 'auto', workflowId: '71' },
    ],
    ['message', { createdBy: user, source: { type: 'workflows' } }, { kind: 'auto' }],
    ['message', { createdBy: user, action: { type: 'imported' } }, { kind: 'note', userId: '256' }],
    ['message', { createdBy: user, action: { type: 'imported-external' } }, { kind: 'note', userId: '256' }],
    ['message', { createdBy: { id: 5, type: 'system_user' } }, { kind: 'reply', userId: '5' }],
    ['note', { createdBy: user }, { kind: 'note', userId: '256' }],
    [
      'lineitem',
      { createdBy: user, action: { type: 'manual-workflow', associatedEntities: { workflow: 71 } } },
      { kind: 'line', userId: '256', workflowId: '71' },
    ],
    ['lineitem', { createdBy: customer, action: { associatedEntities: [] } }, { kind: 'line' }],
    ['chat', { createdBy: customer }, { kind: 'customer', customerId: '12' }],
    ['beaconchat', { createdBy: user }, { kind: 'reply', userId: '256' }],
    ['phone', { createdBy: user }, { kind: 'note', userId: '256' }],
    ['phone', { createdBy: customer }, { kind: 'customer', customerId: '12' }],
    ['forwardparent', { createdBy: user }, { kind: 'note', userId: '256' }],
    ['forwardchild', { createdBy: user }, { kind: 'reply', userId: '256' }],
    ['forwardchild', { createdBy: customer }, { kind: 'customer', customerId: '12' }],
    ['heymarket', { createdBy: user }, { kind: 'line', userId: '256' }],
  ])('%s %j', (type, fields, expected) => {
    const { record, shortfall } = mapOne({}, [{ type, ...fields }]);
    expect(record.threads).toEqual([{ id: '100', createdAt: '2024-03-01T09:00:00Z', ...expected }]);
    expect(shortfall.unknownTypes).toEqual(type === 'heymarket' ? ['heymarket'] : []);
  });

  test.each([
    [{ importedReplies: 'reply' }, { action: { type: 'imported' } }, { kind: 'reply', userId: '256' }],
    [{ workflowReplies: 'reply' }, { action: { type: 'manual-workflow' } }, { kind: 'reply', userId: '256' }],
    [{ aiReplies: 'auto' }, { createdBy: { id: 5, type: 'system_user' } }, { kind: 'auto' }],
  ] as const)('with %j', (switches, fields, expected) => {
    const { record } = mapOne({}, [{ type: 'message', createdBy: user, ...fields }], switches);
    expect(record.threads).toMatchObject([expected]);
  });

  test('is left out until it is sent', () => {
    const unsent = ['draft', 'review', 'underreview'].map((state) => ({ state }));
    const scheduled = { state: 'draft', scheduled: { scheduledFor: '2024-03-09T09:00:00Z' } };
    const threads = [{ state: 'hidden' }, ...unsent, scheduled].map((thread) => ({
      type: 'message',
      createdBy: user,
      ...thread,
    }));
    expect(mapOne({}, threads).record.threads).toMatchObject([{ id: '100', kind: 'reply' }]);
  });

  test('carries a status where it is another than that of the one before', () => {
    const newestFirst = ['active', 'closed', 'closed', 'nochange', 'active'];
    const threads = newestFirst.map((status) => ({ type: 'customer', createdBy: customer, status }));
    expect(mapOne({}, threads).record.threads?.map(({ id, status }) => [id, status])).toEqual([
      ['96', 'open'],
      ['97', undefined],
      ['98', 'closed'],
      ['99', undefined],
      ['100', 'open'],
    ]);
  });
});

describe('a conversation of Help Scout', () => {
  test.each([
    [{ status: 'pending', snooze: { snoozedBy: 256 } }, { status: 'snoozed' }],
    [{ status: 'active', snooze: { snoozedBy: 256 } }, { status: 'open' }],
    [{ status: 'active', closedAt: '2024-03-01T10:00:00Z' }, { status: 'open' }],
    [
      { status: 'closed', closedAt: '2024-03-01T10:00:00Z' },
      { status: 'closed', closedAt: '2024-03-01T10:00:00Z' },
    ],
    [{ assignee: { id: 1234, type: 'team' } }, { teamId: '1234' }],
    [{ assignee: { id: 256 } }, { assigneeId: '256' }],
    [{ assignee: { id: 0, type: 'user' } }, {}],
    [{ source: { type: 'beacon' } }, { channel: 'beacon' }],
    [{ state: 'deleted' }, { deleted: true }],
    [
      { _links: { web: { href: 'https://secure.helpscout.net/conversation/7/70/' } } },
      { url: 'https://secure.helpscout.net/conversation/7/70/' },
    ],
    [{ _links: { web: { href: 'http://elsewhere.example' } } }, {}],
    [{ tags: [{ id: 9150, tag: 'vip' }] }, { tags: ['9150'] }],
  ])('%j', (changed, expected) => {
    expect(mapOne(changed).record).toEqual({
      type: 'conversation',
      id: '7',
      number: 70,
      mailboxId: '85',
      conversationType: 'email',
      channel: 'email',
      status: 'open',
      createdAt: '2024-03-01T09:00:00Z',
      url: 'https://secure.helpscout.net/conversation/7/70',
      subject: 'Help',
      threads: [],
      ...expected,
    });
  });

  test('keeps of custom fields what reports ask', () => {
    const customFields = [
      { id: 1, value: 'secret words' },
      { id: 2, value: '12.5' },
      { id: 3, value: '2024-03-01' },
      { id: 4, value: '33077', text: 'Trial' },
      { id: 5, value: 'of no list' },
      { id: 1, value: '' },
    ];
    const { record, grownFields, shortfall } = mapOne({ customFields });
    expect(record.customFields).toEqual([
      { fieldId: 'text', value: 'set' },
      { fieldId: 'number', value: '12.5' },
      { fieldId: 'date', value: '2024-03-01' },
      { fieldId: 'dropdown', value: '33077' },
    ]);
    expect(grownFields).toMatchObject([{ id: 'dropdown', options: [{ id: '33077', name: 'Trial' }] }]);
    expect(shortfall.droppedValues).toBe(1);
    const { record: stored } = mapOne({ customFields }, [], { storesTextFields: true });
    expect(stored.customFields?.[0]).toEqual({ fieldId: 'text', value: 'secret words' });
  });

  test('has the ratings of its threads, with the times that are known', () => {
    const rating = { customerId: 12, rating: 'great', comments: 'Good' };
    const threads = [1, 2].map(() => ({ type: 'message', createdBy: user, rating }));
    const { record, shortfall } = mapOne({}, threads);
    const common = { score: 'great', userId: '256', comment: 'Good' };
    expect(record.ratings).toEqual([
      { id: '99', createdAt: '2024-03-02T00:00:00Z', ...common },
      { id: '100', createdAt: '2024-03-01T09:00:00Z', ...common },
    ]);
    expect(shortfall.approximateRatings).toBe(1);
    const bare = mapOne({}, threads, { storesComments: false, storesSubjects: false }).record;
    expect(bare).not.toHaveProperty('subject');
    expect(bare.ratings).toEqual(
      record.ratings?.map(({ comment: _, ...others }: { comment?: string }) => others),
    );
  });

  test.each([[{ type: 'fax' }], [{ status: 'dormant' }], [{ mailboxId: 0 }]])(
    'is none with %j',
    (changed) => {
      expect(conversationAnswer.safeParse({ ...conversation, ...changed }).success).toBe(false);
    },
  );
});

describe('names', () => {
  const vip = { type: 'tag', id: '9', name: 'vip' } as const;
  const known = (name: string | null) =>
    new Map([
      ['tag 9', name],
      ['customer 9', name],
    ]);
  test.each([
    ['are written where none is known', vip, false, new Map(), true],
    ['of lists stay', vip, false, known('gold'), false],
    ['take the place of a placeholder', vip, false, known('Tag 9'), true],
    ['are not taken away by a placeholder', vip, true, known('gold'), false],
    ['of customers are those of last time', { ...vip, type: 'customer' }, false, known('gold'), true],
    ['of customers stay where one has none', { type: 'customer', id: '9' }, true, known('gold'), false],
  ] as const)('%s', (_name, record, isPlaceholder, names, isWritten) => {
    expect(freshMentions([{ record, isPlaceholder }], new Map(names))).toEqual(isWritten ? [record] : []);
  });
});
