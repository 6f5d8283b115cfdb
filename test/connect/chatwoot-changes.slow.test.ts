import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyOnce } from '../../src/connect/connect.ts';
import { readConnection } from '../../src/connect/connections.ts';
import type { CheckOptions } from '../../src/connect/source.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { copyFrom, expectSameAsNewCopy, surroundingsFor } from './chatwoot-run.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import type { ChatwootStub, StubConversation } from './chatwoot-stub-state.ts';
import { passingTime } from './passing-time.ts';
import { storedRows } from './stored.ts';

describe.skipIf(!hasChatwootData)('what changes in Chatwoot', { timeout: 300_000 }, () => {
  let stub: ChatwootStub;
  let database: Database;

  beforeEach(async () => {
    stub = await startChatwootStub();
    database = await freshDatabase();
    await copyFrom(stub, database);
    stub.requests.length = 0;
    stub.now += 600;
  });

  afterEach(async () => {
    await stub.close();
    await database.close();
  });

  function conversation(id: number): StubConversation {
    const found = stub.conversations.get(id);
    if (!found) throw new Error(`no conversation ${id}`);
    return found;
  }

  /** The requests of one more round, but for those of access and lists. */
  async function round(): Promise<string[]> {
    stub.requests.length = 0;
    await copyFrom(stub, database, passingTime(stub));
    return stub.requests.filter((request) => request.includes('/conversations'));
  }

  async function rowsOf(table: string, id?: string): Promise<Record<string, unknown>[]> {
    const rows = ((await storedRows(database))[table] ?? []).map((row) => JSON.parse(row));
    return id === undefined ? rows : rows.filter((row) => row.id === id);
  }

  test('a new message takes two requests, with a line of activity three', async () => {
    const last = Math.max(...(stub.messages.get(2) ?? []).map(({ id }) => Number(id)));
    const message = { id: 900, message_type: 0, content: 'CANARY', content_type: 'text', private: false };
    stub.messages.get(2)?.push({ ...message, created_at: stub.now - 10 });
    Object.assign(conversation(2), { updated_at: stub.now - 10.5, messages: [{ id: 900 }] });
    expect(await round()).toEqual([
      expect.stringContaining('updated_within=720'),
      `GET /api/v1/accounts/1/conversations/2/messages?after=${last}&before=2147483647`,
    ]);
    await expectSameAsNewCopy(stub, database);
    stub.messages.get(2)?.push({ ...message, id: 901, message_type: 2, created_at: stub.now - 5 });
    Object.assign(conversation(2), { updated_at: stub.now - 5.5, messages: [{ id: 901 }] });
    expect((await round()).length).toBe(3);
    await expectSameAsNewCopy(stub, database);
  });

  test('a command that waited for another goes on from what that has left', async () => {
    const connection = await readConnection(database, 'acme');
    if (!connection) throw new Error('there is no connection');
    await copyOnce(database, { ...connection, state: {} }, surroundingsFor(passingTime(stub)));
    expect(stub.requests.filter((request) => /\/conversations\?.*page=2/.test(request))).toEqual([]);
  });

  test('a snooze that ends moves no message', async () => {
    Object.assign(conversation(4), { status: 'open', updated_at: stub.now - 1 });
    await round();
    expect(await rowsOf('conversations', '4')).toMatchObject([{ status: 'open' }]);
    await expectSameAsNewCopy(stub, database);
  });

  test('an agent who is removed is no assignee any more, and keeps the replies', async () => {
    const agents = stub.lists.get('/agents') as { id: number }[];
    stub.lists.set(
      '/agents',
      agents.filter(({ id }) => id !== 6),
    );
    for (const { meta } of stub.conversations.values()) {
      if ((meta['assignee'] as { id: number } | undefined)?.id !== 6) continue;
      delete meta['assignee'];
      delete meta['assignee_type'];
    }
    await round();
    const conversations = await rowsOf('conversations');
    expect(conversations.filter(({ assignee_key }) => assignee_key === '6')).toEqual([]);
    const threads = await rowsOf('threads');
    expect(
      threads.filter(({ user_key, kind }) => user_key === '6' && kind === 'reply').length,
    ).toBeGreaterThan(0);
    await expectSameAsNewCopy(stub, database);
  });

  test('a label that is deleted or renamed', async () => {
    const labels = stub.lists.get('/labels') as { payload: { title: string }[] };
    labels.payload = labels.payload.filter(({ title }) => title !== 'vip');
    conversation(1).labels = ['billing'];
    await round();
    expect(await rowsOf('conversations', '1')).toMatchObject([{ tag_keys: ['billing'] }]);
    labels.payload.push({ title: 'gold' });
    Object.assign(conversation(1), { labels: ['billing', 'gold'], updated_at: stub.now - 1 });
    await round();
    expect(await rowsOf('conversations', '1')).toMatchObject([{ tag_keys: ['billing', 'gold'] }]);
  });

  test('a contact who is merged into another keeps no name', async () => {
    const stays = conversation(1).meta['sender'];
    for (const one of stub.conversations.values()) {
      if ((one.meta['sender'] as { id: number }).id !== 901) continue;
      Object.assign(one, { updated_at: stub.now - 1, meta: { ...one.meta, sender: stays } });
      for (const message of stub.messages.get(one.id) ?? [])
        if (message['message_type'] === 0)
          message['sender'] = { id: 900, name: 'Peter Peters', type: 'contact' };
    }
    const customers = stub.conversations.get(16)?.meta['sender'] as { id: number };
    expect(customers.id).toBe(900);
    // A round that ends in the middle leaves the name to the next one.
    stub.intercept = (path) =>
      path.includes('/messages') ? { status: 429, body: 'Retry later' } : undefined;
    await expect(round()).rejects.toThrow('too many requests');
    stub.intercept = () => undefined;
    await round();
    expect(await rowsOf('conversations', '16')).toMatchObject([{ customer_key: '900' }]);
    expect(await rowsOf('customers', '901')).toMatchObject([{ name: null }]);
    await expectSameAsNewCopy(stub, database);
  });

  test('a conversation that is deleted is found by a walk, and erased', async () => {
    stub.conversations.delete(17);
    stub.now += 7200;
    const requests = await round();
    expect(requests.filter((request) => request.includes('updated_within'))).toEqual([]);
    expect(requests).toContain('GET /api/v1/accounts/1/conversations/17');
    expect(await rowsOf('conversations', '17')).toMatchObject([
      { deleted: true, customer_key: null, tag_keys: [], subject: null, url: null },
    ]);
    await expectSameAsNewCopy(stub, database);
  });

  test('a contact who is renamed without a word is found by a walk', async () => {
    const { id } = conversation(5).meta['sender'] as { id: number };
    for (const { meta } of stub.conversations.values()) {
      const sender = meta['sender'] as { id: number } | undefined;
      if (sender?.id === id) Object.assign(sender, { name: 'Renamed' });
    }
    stub.now += 7200;
    await round();
    const [{ customer_key }] = (await rowsOf('conversations', '5')) as [{ customer_key: string }];
    expect(await rowsOf('customers', customer_key)).toMatchObject([{ name: 'Renamed' }]);
  });

  test('an inbox whose type changes takes its conversations along', async () => {
    const { payload } = stub.lists.get('/inboxes') as { payload: Record<string, unknown>[] };
    const inbox = conversation(2).inbox_id;
    for (const row of payload) if (row['id'] === inbox) row['channel_type'] = 'Channel::Api';
    for (const one of stub.conversations.values())
      if (one.inbox_id === inbox) one.meta['channel'] = 'Channel::Api';
    const requests = await round();
    expect(requests).toHaveLength(1);
    expect(await rowsOf('conversations', '2')).toMatchObject([{ channel: 'Channel::Api', type: 'chat' }]);
    await expectSameAsNewCopy(stub, database);
  });

  test('a rating of a conversation that does not move, and one that changes', async () => {
    const [rating] = stub.ratings;
    stub.ratings.push({ ...rating, id: 504, conversation_id: 2, rating: 2, created_at: stub.now - 60 });
    await round();
    expect(await rowsOf('ratings')).toHaveLength(4);
    Object.assign(stub.ratings.at(-1) ?? {}, { rating: 4 });
    stub.now += 10 * 86_400;
    await round();
    expect(await rowsOf('ratings')).toContainEqual(
      expect.objectContaining({ id: '504', value: 4, score: 'great' }),
    );
    await expectSameAsNewCopy(stub, database);
  });

  test('after two hours without a round the next looks at all', async () => {
    stub.now += 7200;
    const requests = await round();
    expect(requests.filter((request) => request.includes('updated_within'))).toEqual([]);
    expect(requests.filter((request) => request.includes('page='))).toHaveLength(3);
  });

  test('after an answer of more than 500 conversations the next round looks at all', async () => {
    for (let id = 1001; id <= 1501; id++) {
      stub.conversations.set(id, { ...structuredClone(conversation(2)), id, updated_at: stub.now - 1 });
      stub.messages.set(id, []);
    }
    expect((await round())[0]).toContain('updated_within');
    stub.now += 60;
    const requests = await round();
    expect(requests.filter((request) => request.includes('updated_within'))).toEqual([]);
    expect(requests.filter((request) => request.includes('page='))).toHaveLength(23);
  });

  test('a status that changed silently is found by the check and mended', async () => {
    conversation(2).status = 'resolved';
    const lines: string[] = [];
    const { check: checkNow, requests } = await checker();
    expect(await checkNow({ repair: true, print: (line) => lines.push(line) })).toMatchObject({
      exitCode: 0,
    });
    expect(lines).toContain('2024-03-02: conversation 2 is closed there and open here');
    expect(lines.at(-1)).toBe('equal');
    expect(requests()).toBeLessThanOrEqual(25);
    await expectSameAsNewCopy(stub, database);
  });

  test('without repair the check says what differs, after it has asked three times', async () => {
    conversation(2).status = 'resolved';
    stub.conversations.delete(20);
    stub.pageSize = 1;
    const lines: string[] = [];
    const { check: checkNow } = await checker();
    expect(await checkNow({ repair: false, print: (line) => lines.push(line) })).toEqual({
      exitCode: 1,
      line: '2 conversations differ',
    });
    expect(lines).toContain('2024-03-16: conversation 20 is not there and open here');
    expect(lines).toContain('  Channel::Email resolved: 5 in Chatwoot, 4 here');
  });

  /** A check of the last 180 days, and how many requests it took. */
  async function checker() {
    const work = await copyFrom(stub, database);
    const before = stub.requests.length;
    return {
      check: (options: Pick<CheckOptions, 'repair' | 'print'>) =>
        work.check({ ...options, since: stub.now - 180 * 86_400 }, async () => null),
      requests: () => stub.requests.length - before,
    };
  }
});
