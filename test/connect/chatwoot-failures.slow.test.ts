import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askAgain, pollConversations } from '../../src/connect/chatwoot/changes.ts';
import { copyThreads } from '../../src/connect/chatwoot/copy-threads.ts';
import { readUnreadable } from '../../src/connect/chatwoot/explain.ts';
import { fetchMarked } from '../../src/connect/chatwoot/marked.ts';
import { followAllRatings } from '../../src/connect/chatwoot/ratings.ts';
import { readConnection } from '../../src/connect/connections.ts';
import { readDueMarks } from '../../src/connect/hooks/marks.ts';
import { readKnownIds } from '../../src/connect/known.ts';
import { RoundOverError } from '../../src/connect/requests/errors.ts';
import { statusLines } from '../../src/connect/status.ts';
import type { Database } from '../../src/database/client.ts';
import { version } from '../../src/version.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { copyFrom, runOf } from './chatwoot-run.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import type { ChatwootStub } from './chatwoot-stub-state.ts';
import { passingTime } from './passing-time.ts';
import { expectedRows, storedRows } from './stored.ts';

const oneFails = { status: 500, body: '<html>Internal server error</html>' };

describe.skipIf(!hasChatwootData)('a Chatwoot that fails', { timeout: 300_000 }, () => {
  let stub: ChatwootStub;
  let database: Database;

  beforeEach(async () => {
    stub = await startChatwootStub();
    database = await freshDatabase();
  });

  afterEach(async () => {
    await stub.close();
    await database.close();
  });

  test('a page that always fails is asked for by id', async () => {
    stub.intercept = (path) =>
      path.endsWith('&page=1') && path.includes('/conversations?') ? oneFails : undefined;
    await copyFrom(stub, database);
    expect(await storedRows(database)).toEqual(await expectedRows('rest'));
  });

  test('where no page can be read the copy stops, each time it is tried', async () => {
    stub.intercept = (path) => (path.includes('/conversations?') ? oneFails : undefined);
    await expect(copyFrom(stub, database)).rejects.toThrow('answered 500');
    await expect(copyFrom(stub, database)).rejects.toThrow('answered 500');
  });

  test('pages that fail behind the last end the walk, and what they would show is asked for by id', async () => {
    await copyFrom(stub, database);
    const known = stub.conversations.get(30);
    if (known) stub.conversations.set(31, { ...known, id: 31 });
    stub.intercept = (path) =>
      /\/conversations\?.*&page=(?!1$)/.test(path) || path.includes('updated_within') ? oneFails : undefined;
    stub.requests.length = 0;
    const run = await runOf(stub, database);
    await pollConversations(run);
    expect((await readKnownIds(database, run.accountKey)).at(-1)).toEqual({ id: '31', isUnreadable: false });
    const byId = stub.requests.flatMap((request) => /conversations\/(\d+)$/.exec(request)?.[1] ?? []);
    expect(byId).toEqual(['27', '28', '29', '30', '31']);
  });

  test('an outage ends the round and says nothing of any conversation', async () => {
    await copyFrom(stub, database);
    const run = await runOf(stub, database);
    stub.intercept = () => ({ status: 503, body: '<html>down for maintenance</html>' });
    await expect(askAgain(run, [7])).rejects.toThrow(RoundOverError);
    stub.requests.length = 0;
    await expect(pollConversations(run)).rejects.toThrow(RoundOverError);
    expect(stub.requests.filter((request) => request.includes('&page='))).toEqual([]);
    expect(await readUnreadable(run)).toEqual({ counted: [], gone: [] });
  });

  test('a conversation that Chatwoot cannot show is unreadable, and explains the difference', async () => {
    stub.intercept = (path) => {
      const isPage = path.endsWith('&page=1') && path.includes('/conversations?');
      return isPage || path.endsWith('/conversations/7') || path.includes('filter') ? oneFails : undefined;
    };
    const work = await copyFrom(stub, database);
    const lines: string[] = [];
    expect(await work.check({ repair: false, print: (line) => lines.push(line) }, async () => null)).toEqual({
      exitCode: 1,
      line: 'explained: 1 unreadable',
    });
    const connection = await readConnection(database, 'acme');
    if (!connection) throw new Error('there is no connection');
    expect(await statusLines(database, connection, stub.now * 1000)).toContain('  unreadable: 1 (7)');
    const conversations = (await storedRows(database))['conversations'] ?? [];
    const expected = (await expectedRows('rest'))['conversations'] ?? [];
    expect(conversations).toEqual(expected.filter((row) => JSON.parse(row).id !== '7'));
  });

  test('too many requests: nothing before the next minute of its clock', async () => {
    let limited = 0;
    const date = new Date('2024-04-02T07:59:40Z').toUTCString();
    const agents = new Set<string | undefined>();
    stub.intercept = (path, { headers }) => {
      agents.add(headers['user-agent']);
      if (!path.endsWith('/teams') || limited++ > 0) return undefined;
      return { status: 429, body: 'Retry later', headers: { date } };
    };
    const time = passingTime(stub);
    await copyFrom(stub, database, time);
    const longest = Math.max(...time.waited);
    expect(longest).toBeGreaterThanOrEqual(20_900);
    expect(longest).toBeLessThanOrEqual(25_000);
    expect(agents).toEqual(new Set([`deskgraph/${version}`]));
    expect(await storedRows(database)).toEqual(await expectedRows('rest'));
  });

  test('ten times too many requests end the round, and the next goes on', async () => {
    stub.intercept = (path) =>
      path.includes('/messages') ? { status: 429, body: 'Retry later' } : undefined;
    await expect(copyFrom(stub, database)).rejects.toThrow(RoundOverError);
    stub.intercept = () => undefined;
    await copyFrom(stub, database);
    expect(await storedRows(database)).toEqual(await expectedRows('rest'));
  });

  test('a token that is revoked in the middle stops the copy, which goes on at the same page', async () => {
    stub.intercept = (path) =>
      path.endsWith('&page=2') ? { status: 401, body: { error: 'Invalid Access Token' } } : undefined;
    await expect(copyFrom(stub, database)).rejects.toThrow('Chatwoot does not know the token');
    expect(((await storedRows(database))['conversations'] ?? []).length).toBe(25);
    const connection = await readConnection(database, 'acme');
    expect(connection?.state).toMatchObject({ page: 1, error: expect.stringContaining('token') });
    stub.intercept = () => undefined;
    stub.requests.length = 0;
    await copyFrom(stub, database);
    const pages = stub.requests.flatMap(
      (request) => /conversations\?.*&page=(\d+)$/.exec(request)?.[1] ?? [],
    );
    // The page that was stored last is read once more; the first page of all is what the comparison at the end asks for.
    expect(pages).toEqual(['1', '2', '3', '1']);
    expect(await storedRows(database)).toEqual(await expectedRows('rest'));
  });

  test('a proxy that drops the header with underscores', async () => {
    stub.intercept = (_path, { headers, url }) =>
      headers['api_access_token'] !== undefined && url !== '/api'
        ? { status: 401, body: { errors: ['You need to sign in or sign up before continuing.'] } }
        : undefined;
    await copyFrom(stub, database);
    expect(await storedRows(database)).toEqual(await expectedRows('rest'));
  });

  test.each([
    ['an agent', { role: 'agent' }, /is agent of account 1.*use the token of an administrator/],
    ['an old version', { version: '3.9.0' }, /Chatwoot 3.9.0 is too old/],
  ])('%s is refused with nothing stored', async (_name, changed, message) => {
    Object.assign(stub, changed);
    await expect(copyFrom(stub, database)).rejects.toThrow(message);
    expect((await storedRows(database))['accounts']).toEqual([]);
  });

  test('an answer that is no JSON is named, and nothing is written', async () => {
    stub.intercept = (path) =>
      path.endsWith('/inboxes') ? { status: 200, body: '<html>Log in</html>' } : undefined;
    await expect(copyFrom(stub, database)).rejects.toThrow(/\/inboxes: expected JSON.*proxy/);
    expect((await storedRows(database))['mailboxes']).toEqual([]);
  });

  test('a redirect to another host gets no token', async () => {
    const other = await startChatwootStub();
    stub.intercept = (path) =>
      path.endsWith('/profile')
        ? { status: 302, body: '', headers: { location: `${other.url}${path}` } }
        : undefined;
    await expect(copyFrom(stub, database)).rejects.toThrow(/gets no token/);
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test('a build without reporting events tells closing by its lines', async () => {
    stub.intercept = (path) =>
      path.endsWith('/reporting_events') ? { status: 404, body: '<html>no route</html>' } : undefined;
    await copyFrom(stub, database);
    const rows = await storedRows(database);
    const first = (rows['conversations'] ?? []).map((row) => JSON.parse(row)).find(({ id }) => id === '1');
    expect(new Date(first.closed_at).toISOString()).toBe('2024-03-02T10:03:30.000Z');
    const lines = (rows['threads'] ?? [])
      .map((row) => JSON.parse(row))
      .filter(({ status }) => status !== null);
    expect(
      lines.filter(({ conversation_key }) => conversation_key === '1').map(({ id, status }) => [id, status]),
    ).toEqual([
      ['103', 'closed'],
      ['105', 'open'],
      ['107', 'closed'],
    ]);
  });

  test.each([
    [2345, 9],
    [1000, 3],
  ])('%i messages whose ids run against their times', async (count, most) => {
    const messages = Array.from({ length: count }, (_, index) => ({
      id: 10_000 + index,
      message_type: 0,
      content_type: 'text',
      private: false,
      created_at: stub.now - 1000 - index,
    }));
    stub.messages.set(2, messages);
    await copyFrom(stub, database);
    const asked = stub.requests.filter((request) => request.includes('/conversations/2/messages'));
    expect(asked.length).toBeLessThanOrEqual(most);
    const threads = ((await storedRows(database))['threads'] ?? []).map((row) => JSON.parse(row));
    const ids = threads
      .filter(({ conversation_key }) => conversation_key === '2')
      .sort((one, other) => one.position - other.position)
      .map(({ id }) => Number(id));
    expect(ids).toEqual(messages.map(({ id }) => id).toReversed());
  });

  test('a message of a kind that nobody knows leaves its conversation out, and an event without an end is none', async () => {
    stub.messages.get(2)?.push({ id: 999, message_type: 9, created_at: stub.now });
    stub.events.get(1)?.push({ id: 999, name: 'conversation_opened', event_end_time: null });
    const { state } = await copyFrom(stub, database);
    expect(state.refused).toEqual({ 2: 'message 999: nobody knows message_type 9' });
    const isOther = (row: string): boolean => JSON.parse(row).conversation_key !== '2';
    expect((await storedRows(database))['threads']?.filter(isOther)).toEqual(
      (await expectedRows('rest'))['threads']?.filter(isOther),
    );
    const live = ((await storedRows(database))['conversations'] ?? []).map((row) => JSON.parse(row));
    expect(live.find(({ id }) => id === '2')).toMatchObject({ deleted: true });
    stub.messages.get(2)?.pop();
    const run = await runOf(stub, database);
    await fetchMarked(run, [{ kind: 'conversation', id: '2', times: 1 }]);
    expect(run.state.refused).toEqual({});
    expect((await storedRows(database))['threads']).toEqual((await expectedRows('rest'))['threads']);
    expect((await storedRows(database))['conversations']).toEqual(
      (await expectedRows('rest'))['conversations'],
    );
  });

  test('a conversation whose messages are gone is deleted', async () => {
    stub.intercept = (path) =>
      path.includes('/conversations/7/messages')
        ? { status: 404, body: { error: 'Resource could not be found' } }
        : undefined;
    await copyFrom(stub, database);
    const run = await runOf(stub, database);
    expect(await readUnreadable(run)).toEqual({ counted: [], gone: [] });
    expect((await storedRows(database))['conversations']).toContainEqual(
      expect.stringMatching(/"deleted":true.*"id":"7"|"id":"7".*"deleted":true/),
    );
  });

  test('ratings that cannot be read stop nothing, and are asked for again', async () => {
    stub.intercept = (path) => (path.includes('/csat_survey_responses') ? oneFails : undefined);
    await copyFrom(stub, database);
    expect((await storedRows(database))['ratings']).toEqual([]);
    stub.intercept = () => undefined;
    const run = await runOf(stub, database);
    await followAllRatings(run);
    await copyThreads(run);
    expect(run.state.lacksRatings).toBe(false);
    expect(await storedRows(database)).toEqual(await expectedRows('rest'));
  });

  test('an inbox that the lists did not have yet makes them be read anew, once', async () => {
    const lists = stub.lists.get('/inboxes') as { payload: { id: number }[] };
    const inbox = stub.conversations.get(2)?.inbox_id;
    stub.lists.set('/inboxes', { payload: lists.payload.filter(({ id }) => id !== inbox) });
    const { state } = await copyFrom(stub, database);
    expect(state.refused['2']).toMatch(/mailbox/);
    const now = (stub.now + 60) * 1000;
    const marks = await readDueMarks(database, 1, now, 100);
    expect(marks.map(({ kind }) => kind)).toContain('lists');
    expect(marks).toContainEqual({ kind: 'conversation', id: '2', times: 1 });
    stub.lists.set('/inboxes', lists);
    await fetchMarked(await runOf(stub, database), marks);
    const run = await runOf(stub, database);
    expect(run.state.refused).toEqual({});
    expect(await storedRows(database)).toEqual(await expectedRows('rest'));
  });

  test('a status that nobody knows leaves its conversation out, and the rest goes on', async () => {
    const conversation = stub.conversations.get(2);
    if (conversation) conversation.status = 'dormant';
    const { state } = await copyFrom(stub, database);
    expect(state.refused).toEqual({
      2: 'not the expected shape: status: expected one of open, resolved, pending, snoozed',
    });
    expect((await storedRows(database))['conversations']).toHaveLength(29);
  });
});
