import { readFileSync } from 'node:fs';
import { EJSON } from 'bson';
import { describe, expect, test } from 'vitest';
import {
  type Keeping,
  messageDocument,
  roomDocument,
  roomOf,
} from '../../src/connect/rocketchat/documents.ts';
import { type MappingContext, mapRoom } from '../../src/connect/rocketchat/room.ts';
import type { SourceField } from '../../src/connect/rocketchat/source.ts';
import { expectedLines, hasRocketchatData, rocketchatPath } from './rocketchat-data.ts';

const context = (changed: Partial<MappingContext> = {}): MappingContext => ({
  publicUrl: 'https://chat.example.com',
  fields: [],
  inUse: new Map(),
  bots: 'auto',
  isBot: ({ username }) => username === 'rocket.cat',
  ...changed,
});

const keeping: Keeping = { fields: [], storesText: false, keepsSubjects: true };

const bare = { _id: 'R', t: 'l', ts: '2024-03-01T09:00:00.000Z', open: true, v: { _id: 'V' } };

function mapped(room: object, messages: object[] = [], changed: Partial<MappingContext & Keeping> = {}) {
  const parts = {
    room: roomOf(roomDocument.parse({ ...bare, ...room }), { ...keeping, ...changed }),
    messages: messages.flatMap((message, index) => {
      const ts = `2024-03-01T09:00:0${index}.000Z`;
      return messageDocument.parse({ _id: `M${index}`, rid: 'R', ts, ...message }) ?? [];
    }),
    transfers: [],
  };
  return mapRoom(parts, context(changed));
}

describe.skipIf(!hasRocketchatData)('the made-up workspace', () => {
  test.each(['relaxed', 'canonical'])('%s documents become the expected conversations', (form) => {
    const documents = (collection: string): object[] =>
      readFileSync(rocketchatPath(`mongo/${collection}.${form}.ndjson`), 'utf8')
        .trim()
        .split('\n')
        .map((line) => EJSON.parse(line, { relaxed: true }));
    const messages = documents('rocketchat_message').map((document) => messageDocument.parse(document));
    const rooms = documents('rocketchat_room').filter((document) => 't' in document && document.t === 'l');
    const records = rooms.map((document) => {
      const room = roomOf(roomDocument.parse(document), keeping);
      const own = messages.filter((message) => message !== null && message.roomId === room.id);
      return mapRoom({ room, messages: own.flatMap((one) => one ?? []), transfers: [] }, context()).record;
    });
    const expected = expectedLines().map((line) => JSON.parse(line) as { type: string });
    expect(records).toEqual(expected.filter(({ type }) => type === 'conversation'));
  });
});

describe('a room', () => {
  test.each([
    [{ open: true, onHold: true, servedBy: { _id: 'A' } }, 'on_hold'],
    [{ open: true, onHold: true }, 'on_hold'],
    [{ open: true, onHold: 1 }, 'open'],
    [{ open: true }, 'open'],
    [{ open: false, onHold: true }, 'closed'],
    [{ open: undefined, metrics: { chatDuration: 0 } }, 'closed'],
  ])('%j is %s', (room, status) => {
    expect(mapped(room).record.status).toBe(status);
  });

  test('that was opened again has no time of closing', () => {
    const left = { closedAt: '2024-03-01T10:00:00.000Z', metrics: { chatDuration: 3600 } };
    expect(mapped({ ...left, open: true }).record).not.toHaveProperty('closedAt');
    expect(mapped({ ...left, open: undefined }).record.closedAt).toBe('2024-03-01T10:00:00.000Z');
  });

  test.each([
    [{ source: { type: 'widget' } }, 'widget', 'chat'],
    [{ source: { type: 'email', id: 'mail1' } }, 'email', 'email'],
    [{ source: { type: 'app', id: 'wa', alias: 'WhatsApp', label: 'Wa' } }, 'app:WhatsApp', 'chat'],
    [{ source: { type: 'app', id: 'wa', label: 'Wa' } }, 'app:Wa', 'chat'],
    [{ source: { type: 'app', id: 'wa' } }, 'app:wa', 'chat'],
    [{ sms: { from: '+1' } }, 'sms', 'chat'],
    [{ email: { inbox: 'a', subject: 'Hello' } }, 'email', 'email'],
    [{}, 'other', 'chat'],
  ])('%j came by %s and is of type %s', (room, channel, conversationType) => {
    expect(mapped(room).record).toMatchObject({ channel, conversationType });
  });

  test.each([
    [{ v: undefined }, undefined],
    [{ contactId: 'C1' }, 'C1'],
    [{}, 'V'],
  ])('%j is of customer %s', (room, customerId) => {
    expect(mapped(room).record.customerId).toBe(customerId);
  });

  test('has each tag once, and none without a name', () => {
    const { record, mentioned } = mapped({ tags: ['refund ', 'refund', ' ', 'VIP customer'] });
    expect(record.tags).toEqual(['t-1d630127108f1feaf1f7beee', 't-845fa4c6027899e794d9c527']);
    expect(mentioned.filter(({ type }) => type === 'tag').map(({ name }) => name)).toEqual([
      'refund',
      'VIP customer',
    ]);
  });

  test.each([
    [1, 'urgent'],
    [2, 'high'],
    [3, 'medium'],
    [4, 'low'],
    [5, 'low'],
    [99, undefined],
    [undefined, undefined],
  ])('of weight %s has priority %s', (priorityWeight, priority) => {
    expect(mapped({ priorityWeight }).record.priority).toBe(priority);
  });

  test('has the topic as its subject, else that of its email, unless nobody wants them', () => {
    const email = { source: { type: 'email' }, email: { subject: 'From the email' } };
    expect(mapped({ ...email, topic: 'T'.repeat(1001) }).record.subject).toBe('T'.repeat(1000));
    expect(mapped(email).record.subject).toBe('From the email');
    expect(mapped(email, [], { keepsSubjects: false }).record).not.toHaveProperty('subject');
  });

  test('of a dump has no address where nobody knows one', () => {
    expect(mapped({}, [], { publicUrl: undefined }).record).not.toHaveProperty('url');
  });
});

describe('the messages of a room', () => {
  const agent = { u: { _id: 'A', username: 'ada', name: 'Ada' } };
  const bot = { u: { _id: 'rocket.cat', username: 'rocket.cat' } };
  const visitor = { u: { _id: 'V', username: 'guest' } };

  test.each([
    ['of the visitor', visitor, { kind: 'customer', customerId: 'V' }],
    ['with a token', { ...agent, token: 'secret' }, { kind: 'customer', customerId: 'V' }],
    ['of an agent', agent, { kind: 'reply', userId: 'A' }],
    ['encrypted', { ...agent, t: 'e2e' }, { kind: 'reply', userId: 'A' }],
    ['of a bot', bot, { kind: 'auto', userId: 'rocket.cat' }],
    ['of a command', { ...agent, t: 'command' }, { kind: 'line', userId: 'A' }],
    ['that the visitor joined', { ...visitor, t: 'uj' }, { kind: 'line' }],
    ['of hold', { ...agent, t: 'omnichannel_placed_chat_on_hold' }, { status: 'on_hold', kind: 'line' }],
    ['of resuming', { ...agent, t: 'omnichannel_on_hold_chat_resumed' }, { status: 'open' }],
  ])('one %s', (_name, message, thread) => {
    expect(mapped({}, [message]).record.threads).toMatchObject([{ id: 'M0', ...thread }]);
  });

  test.each([{ _hidden: true }, { t: 'rm' }, { t: 'livechat_navigation_history' }])(
    '%j is none',
    (message) => {
      expect(mapped({}, [{ ...agent, ...message }]).record.threads).toEqual([]);
    },
  );

  test.each(['reply', 'note'] as const)('of bots are of kind %s where that is wanted', (bots) => {
    expect(mapped({}, [bot], { bots }).record.threads).toMatchObject([{ kind: bots, userId: 'rocket.cat' }]);
  });

  test('tell that a room was opened again after it was closed, and nothing when it began', () => {
    const types = ['livechat-started', 'livechat-close', 'livechat-started'];
    const { threads } = mapped(
      {},
      types.map((t) => ({ ...agent, t })),
    ).record;
    expect(threads?.map(({ status }) => status)).toEqual([undefined, 'closed', 'open']);
  });
});

describe('the custom fields of a room', () => {
  const fields: SourceField[] = [
    { id: 'plan', name: 'Plan', isSelect: true, options: ['Free', 'Paid'] },
    { id: 'notes', name: 'Notes', isSelect: false, options: [] },
  ];
  const answers = { livechatData: { plan: 'Paid', notes: 'what somebody wrote', other: 'x' } };

  test('are fields of its department, texts only marked as set', () => {
    const { record, fields: records } = mapped({ ...answers, departmentId: 'D1' }, [], { fields });
    expect(record.customFields).toEqual([
      { fieldId: 'plan@D1', value: 'o-fb81b961af456e5e748db7e1' },
      { fieldId: 'notes@D1', value: 'set' },
    ]);
    expect(records).toMatchObject([
      {
        id: 'plan@D1',
        mailboxId: 'D1',
        fieldType: 'dropdown',
        options: [{ name: 'Free' }, { name: 'Paid' }],
      },
      { id: 'notes@D1', name: 'Notes', fieldType: 'text' },
    ]);
  });

  test('keep what people wrote where that is wanted', () => {
    const { record } = mapped(answers, [], { fields, storesText: true });
    expect(record.customFields?.[1]).toEqual({ fieldId: 'notes@none', value: 'what somebody wrote' });
  });

  test('get a value that is none of their options as one more, and are written once', () => {
    const inUse = new Map();
    mapped(answers, [], { fields, inUse });
    expect(mapped(answers, [], { fields, inUse }).fields).toEqual([]);
    const met = mapped({ livechatData: { plan: 'Trial' } }, [], { fields, inUse });
    expect(met.fields).toMatchObject([{ options: [{ name: 'Free' }, { name: 'Paid' }, { name: 'Trial' }] }]);
  });
});
