import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assertColumns, hasCaptain, roleNotices } from '../../src/connect/chatwoot/database/columns.ts';
import { readLists } from '../../src/connect/chatwoot/database/lists.ts';
import { type Found, type ReadOptions, readConversations } from '../../src/connect/chatwoot/database/read.ts';
import { createReader, type Reader } from '../../src/connect/chatwoot/database/reader.ts';
import { serverOf } from '../../src/database/server.ts';
import { withServer } from '../harness/postgres.ts';
import { mapAccount } from './chatwoot-answers.ts';
import { hasChatwootData, readExpected } from './chatwoot-data.ts';
import {
  type ChatwootTables,
  hasServer,
  type PreparedTables,
  prepareChatwootTables,
} from './chatwoot-tables.ts';
import { byTypeAndId } from './records.ts';

describe.skipIf(!hasChatwootData || !hasServer)("Chatwoot's tables", { timeout: 120_000 }, () => {
  let prepared: PreparedTables;
  let tables: ChatwootTables;
  let reader: Reader;

  beforeAll(async () => {
    prepared = await prepareChatwootTables();
  });

  afterAll(() => prepared.drop());

  beforeEach(async () => {
    tables = await prepared.copy();
    reader = createReader(serverOf(tables.url));
  });

  afterEach(async () => {
    await reader.close();
    await tables.drop();
  });

  function readAll(options: Partial<ReadOptions> = {}): Promise<Found> {
    const ids = Array.from({ length: 100 }, (_, index) => 5000 + index);
    return readConversations(reader, ids, { account: 1, hasCaptain: true, ...options });
  }

  /** Conversation 2 after a statement. */
  async function readAfter(statement: string): Promise<Found['conversations'][number] | undefined> {
    await tables.inside((client) => client.query(statement));
    return (await readAll()).conversations.find(({ conversation }) => conversation.id === 2);
  }

  test('become the expected records', async () => {
    await reader.snapshot(assertColumns);
    expect(await reader.snapshot(roleNotices)).toEqual([]);
    expect(await reader.snapshot(hasCaptain)).toBe(true);
    const lists = await reader.snapshot((ask) => readLists(ask, 1));
    if (!lists) throw new Error('there is no account');
    const found = await readAll();
    expect({ refused: found.refused, withoutInbox: found.withoutInbox }).toEqual({
      refused: new Map(),
      withoutInbox: [],
    });
    const { records, unfit, unknownClosings } = mapAccount(lists, found.conversations, true);
    expect(byTypeAndId(records)).toEqual(readExpected('db'));
    expect({ unfit, unknownClosings }).toEqual({ unfit: 1, unknownClosings: ['6', '18'] });
  });

  const activity = { activity: { status: 'snoozed' }, automation_rule_id: 7, external_echo: true };

  test.each([
    ['a string that holds JSON', JSON.stringify(JSON.stringify(activity)), 'snoozed', 0],
    ['an object', JSON.stringify(activity), 'snoozed', 0],
    ['null', 'null', null, 0],
    ['a list', '[1]', null, 0],
    ['a string that is no JSON', JSON.stringify('{"activity":'), null, 1],
    [
      'a character that PostgreSQL cannot hold',
      JSON.stringify(JSON.stringify({ a: '\0', ...activity })),
      'snoozed',
      0,
    ],
  ])('attributes of a message that are %s', async (_, attributes, statusMarker, broken) => {
    const found = await readAfter(`
      insert into messages (account_id, inbox_id, conversation_id, message_type, created_at, updated_at, content_attributes)
      values (1, 11, 5002, 1, '2024-03-30', '2024-03-30', '${attributes}'::json)`);
    const isEmpty = statusMarker === null;
    expect(found?.messages.at(-1)).toMatchObject({
      statusMarker,
      automationRuleId: isEmpty ? null : 7,
      externalEcho: !isEmpty,
    });
    expect(found?.broken).toBe(broken);
    // Others on the same page are read as ever.
    const { conversations } = await readAll();
    expect(conversations.length).toBe(30);
    expect(conversations.reduce((sum, one) => sum + one.messages.length, 0)).toBe(84);
  });

  test('a conversation whose contact is gone has none, one whose inbox is gone is told apart', async () => {
    const found = await readAfter(`
      delete from contacts where id = (select contact_id from conversations where display_id = 2);
      delete from inboxes where id = 14`);
    expect(found?.conversation.contact).toBeNull();
    expect(found?.messages.map(({ sender }) => sender)).toEqual(found?.messages.map(() => null));
    expect((await readAll()).withoutInbox).toEqual([13]);
  });

  test('a conversation of a kind that nobody knows stops no other', async () => {
    const found = await readAfter(`
      update conversations set status = 9 where display_id = 3;
      update messages set message_type = 8 where conversation_id = 5004;
      update csat_survey_responses set rating = 11 where conversation_id = 5001`);
    expect(found).toBeDefined();
    const { conversations, refused } = await readAll();
    expect(conversations.length).toBe(27);
    expect([...refused]).toEqual([
      ['1', expect.stringMatching(/rating: too_big/)],
      ['3', expect.stringMatching(/status: expected one of 0, 1, 2, 3/)],
      ['4', expect.stringMatching(/kind: expected one of 0, 1, 2, 3/)],
    ]);
  });

  test('without Captain its assistants go by their numbers', async () => {
    await tables.inside((client) => client.query('drop table captain_assistants'));
    expect(await reader.snapshot(hasCaptain)).toBe(false);
    await reader.snapshot(assertColumns);
    const { conversations } = await readAll({ hasCaptain: false });
    const senders = conversations.flatMap(({ messages }) => messages.map(({ sender }) => sender));
    expect(senders).toContainEqual({ id: 2, name: null, kind: 'captain_assistant' });
  });

  test.each([
    ['alter table conversations drop column priority', /it lacks conversations\.priority;/],
    ['drop table labels', /it lacks labels\.account_id, labels\.id, labels\.title;/],
    [`revoke select (private) on messages from READER`, /the role may not read messages\.private:/],
  ])('%s is named', async (statement, message) => {
    await tables.inside((client) => client.query(statement.replace('READER', tables.role)));
    await expect(reader.snapshot(assertColumns)).rejects.toThrow(message);
  });

  test.each([
    ['grant select on messages to READER', [expect.stringContaining('may read the texts of messages')]],
    ['grant update on labels to READER', [expect.stringContaining("may write into Chatwoot's tables")]],
  ])('%s is warned of', async (statement, notices) => {
    await tables.inside((client) => client.query(statement.replace('READER', tables.role)));
    expect(await reader.snapshot(roleNotices)).toEqual(notices);
  });

  test.each([
    'select content from messages',
    'select email from contacts',
    'select phone_number from contacts',
    'select email, encrypted_password from users',
    'select * from inboxes',
    'select imap_password from channel_email',
    'delete from labels',
    'create table mine (id int)',
  ])('the role of the README may not: %s', async (statement) => {
    await withServer(tables.url, async (client) => {
      await client.query('set default_transaction_read_only = off');
      await expect(client.query(statement)).rejects.toThrow(/permission denied/);
    });
  });
});
