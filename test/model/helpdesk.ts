import fc from 'fast-check';
import type {
  ConversationRecord,
  CustomFieldRecord,
  Helpdesk,
  NamedRecord,
  OfficeHoursRecord,
  PlacedRecord,
  RatingRecord,
  Status,
  ThreadRecord,
} from './records.ts';

// Ids that are numbers, beyond 2^53, negative, of equal value, and no numbers at all: the order of lists must hold for each of them.
const idPool = [
  ...[
    '2',
    '10',
    '-3',
    '9007199254740993',
    '9007199254740992',
    '7',
    '007',
    '-0',
    '00',
    'b',
    'a',
    'é',
    '𝒳',
    '~',
  ],
];

export const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'UTC',
] as const;

// A leap day and the month after it, with all clock changes of spring, in steps that make activity fall exactly on the ends of periods.
const origin = Date.UTC(2024, 1, 27);
const step = 3 * 3_600_000;
const steps = 325;

/** An instant on the grid that conversations and periods share. */
export const instant = fc.integer({ min: 0, max: steps }).map((index) => isoOf(origin + index * step));

const activity = fc.oneof(
  { weight: 3, arbitrary: instant },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: steps * step }).map((offset) => isoOf(origin + offset)) },
);

const status = fc.constantFrom<Status>(
  ...(['open', 'open', 'pending', 'snoozed', 'on_hold', 'closed', 'closed', 'spam'] as const),
);

export const officeHours: fc.Arbitrary<OfficeHoursRecord> = fc.record({
  enabled: fc.boolean(),
  days: fc
    .uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 5 })
    .chain((days) => fc.tuple(...days.map(officeDay)))
    .map((days) => days.flat()),
  closedDays: fc.array(
    fc.integer({ min: 0, max: steps }).map((index) => isoOf(origin + index * step).slice(0, 10)),
    { maxLength: 4 },
  ),
});

/** A small helpdesk: every kind of record, few enough ids that everything meets everything. */
export const helpdesk: fc.Arbitrary<Helpdesk> = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    officeHours,
    mailboxIds: ids(1, 3),
    folderIds: ids(0, 3),
    userIds: ids(1, 3),
    customerIds: ids(0, 4),
    teamIds: ids(0, 2),
    tagIds: ids(0, 4),
    savedReplyIds: ids(0, 2),
    workflowIds: ids(0, 2),
    fieldIds: ids(0, 3),
  })
  .chain((pool) => {
    const named = (type: NamedRecord['type'], list: string[]): NamedRecord[] =>
      list.map((id) => ({ type, id, name: `${type} ${id}` }));
    const placed = (type: PlacedRecord['type'], list: string[]): PlacedRecord[] =>
      list.map((id, index) => ({
        type,
        id,
        name: `${type} ${id}`,
        ...optional('mailboxId', index === 0 ? undefined : pool.mailboxIds[0]),
      }));
    const masters = {
      timeZone: pool.timeZone,
      officeHours: pool.officeHours,
      mailboxes: named('mailbox', pool.mailboxIds),
      folders: placed('folder', pool.folderIds),
      users: named('user', pool.userIds),
      customers: named('customer', pool.customerIds),
      teams: named('team', pool.teamIds),
      tags: named('tag', pool.tagIds),
      savedReplies: placed('savedReply', pool.savedReplyIds),
      workflows: placed('workflow', pool.workflowIds),
      customFields: pool.fieldIds.map((id, index) => customField(id, index, pool.mailboxIds)),
    };
    const conversations = fc.uniqueArray(conversation(masters), { maxLength: 14, selector: ({ id }) => id });
    return conversations.map((list) => ({ ...masters, conversations: list }));
  });

function ids(minLength: number, maxLength: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...idPool), { minLength, maxLength });
}

function officeDay(day: number): fc.Arbitrary<OfficeHoursRecord['days']> {
  return fc.constantFrom(
    [{ day, from: '09:00', to: '17:00' }],
    [
      { day, from: '08:30', to: '12:00' },
      { day, from: '13:15', to: '24:00' },
    ],
    [{ day, from: '00:00', to: '02:30' }],
  );
}

function customField(id: string, index: number, mailboxIds: string[]): CustomFieldRecord {
  const mailboxId = mailboxIds[index % mailboxIds.length] ?? '';
  const field = { type: 'customField' as const, id, name: `field ${id}`, mailboxId };
  const options = ['10', '9', 'x'].map((option) => ({ id: option, name: `option ${option}` }));
  return index === 2 ? { ...field, fieldType: 'text' } : { ...field, fieldType: 'dropdown', options };
}

type Masters = Omit<Helpdesk, 'conversations'>;

/** A random conversation of a helpdesk that has the other records. */
export function conversation(masters: Masters): fc.Arbitrary<ConversationRecord> {
  return fc
    .record({
      id: fc.oneof(fc.constantFrom(...idPool), fc.integer({ min: 1, max: 99 }).map(String)),
      number: fc.integer({ min: 1, max: 4 }),
      mailboxId: one(masters.mailboxes),
      folderId: maybe(masters.folders),
      conversationType: fc.constantFrom('chat', 'email', 'phone'),
      channel: fc.constantFrom('Channel::Email', 'Channel::WebWidget', 'ä', '𝒳', '\u{ff5e}'),
      status,
      deleted: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
      createdAt: activity,
      closedAt: sometimes(activity),
      customerId: maybe(masters.customers),
      assigneeId: maybe(masters.users),
      teamId: maybe(masters.teams),
      priority: sometimes(fc.constantFrom('low', 'medium', 'high', 'urgent')),
      url: sometimes(fc.constant('https://desk.example/1')),
      subject: sometimes(fc.constantFrom('', 'Where is it?')),
      tags: fc.array(one(masters.tags), { maxLength: masters.tags.length === 0 ? 0 : 3 }),
      customFields: fields(masters.customFields),
      threads: fc.array(thread(masters), { maxLength: 6 }),
      ratings: fc.array(rating(masters), { maxLength: 2 }),
    })
    .map(({ folderId, closedAt, customerId, assigneeId, teamId, priority, url, subject, ...required }) => ({
      type: 'conversation' as const,
      ...required,
      ...optional('folderId', folderId),
      ...optional('closedAt', closedAt),
      ...optional('customerId', customerId),
      ...optional('assigneeId', assigneeId),
      ...optional('teamId', teamId),
      ...optional('priority', priority),
      ...optional('url', url),
      ...optional('subject', subject),
      threads: required.threads.map((record, index) => ({ ...record, id: `t${index}` })),
      ratings: required.ratings.map((record, index) => ({ ...record, id: `r${index}` })),
    }));
}

function fields(customFields: CustomFieldRecord[]): fc.Arbitrary<ConversationRecord['customFields']> {
  return fc
    .subarray(customFields)
    .chain((chosen) =>
      fc.tuple(
        ...chosen.map(({ id, fieldType }) =>
          fc
            .constantFrom(...(fieldType === 'dropdown' ? ['10', '9', 'x', null] : ['some text', 7, '', null]))
            .map((value) => ({ fieldId: id, value })),
        ),
      ),
    );
}

function thread(masters: Masters): fc.Arbitrary<ThreadRecord> {
  return fc
    .record({
      kind: fc.constantFrom<ThreadRecord['kind']>(
        ...(['customer', 'customer', 'reply', 'reply', 'note', 'line', 'auto'] as const),
      ),
      createdAt: activity,
      userId: one(masters.users),
      customerId: maybe(masters.customers),
      savedReplyId: maybe(masters.savedReplies),
      workflowId: maybe(masters.workflows),
      handleSeconds: sometimes(fc.constantFrom(0, 0.5, 60, 600)),
      status: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: status }),
    })
    .map(({ kind, createdAt, userId, ...rest }) => ({
      id: '',
      kind,
      createdAt,
      ...optional('userId', kind === 'reply' ? userId : undefined),
      ...optional('customerId', rest.customerId),
      ...optional('savedReplyId', rest.savedReplyId),
      ...optional('workflowId', rest.workflowId),
      ...optional('handleSeconds', rest.handleSeconds),
      ...optional('status', rest.status),
    }));
}

function rating(masters: Masters): fc.Arbitrary<RatingRecord> {
  return fc
    .record({
      createdAt: activity,
      score: fc.constantFrom<RatingRecord['score']>('great', 'okay', 'not_good'),
      value: sometimes(fc.integer({ min: 1, max: 5 })),
      userId: maybe(masters.users),
      comment: sometimes(fc.constant('Thank you')),
    })
    .map(({ value, userId, comment, ...required }) => ({
      id: '',
      ...required,
      ...optional('value', value),
      ...optional('userId', userId),
      ...optional('comment', comment),
    }));
}

function one(records: readonly { id: string }[]): fc.Arbitrary<string> {
  return records.length === 0 ? fc.constant('') : fc.constantFrom(...records.map(({ id }) => id));
}

function maybe(records: readonly { id: string }[]): fc.Arbitrary<string | undefined> {
  return records.length === 0 ? fc.constant(undefined) : sometimes(one(records));
}

function sometimes<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(value, { nil: undefined });
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
