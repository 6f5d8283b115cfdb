import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConnection, saveState } from '../../src/connect/connections.ts';
import { fetchConversation } from '../../src/connect/helpscout/fetch.ts';
import { poll } from '../../src/connect/helpscout/poll.ts';
import { reconcile } from '../../src/connect/helpscout/reconcile.ts';
import { isPartial } from '../../src/connect/status.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { expectedLines, hasHelpScoutData } from './helpscout-data.ts';
import { copyFrom, runOf } from './helpscout-run.ts';
import { startHelpScoutStub } from './helpscout-stub.ts';
import type { HelpScoutStub } from './helpscout-stub-state.ts';
import { passingTime } from './passing-time.ts';
import { importedRows, storedRows } from './stored.ts';

const refusal =
  "Help Scout refuses these credentials (401). The app's user must be active; some networks are refused as well.";

describe.skipIf(!hasHelpScoutData)('a Help Scout that fails', { timeout: 300_000 }, () => {
  let stub: HelpScoutStub;
  let database: Database;

  beforeEach(async () => {
    stub = await startHelpScoutStub();
    database = await freshDatabase();
  });

  afterEach(async () => {
    await stub.close();
    await database.close();
  });

  const tokens = (): number => stub.requests.filter((request) => request.endsWith('/oauth2/token')).length;

  async function expectCopied(): Promise<void> {
    expect(await storedRows(database)).toEqual(await importedRows(expectedLines()));
  }

  /** Answers the first so many requests that a form fits in another way. */
  function interceptFirst(form: RegExp, times: number, answer: ReturnType<HelpScoutStub['intercept']>): void {
    let left = times;
    stub.intercept = (path) => (form.test(path) && left-- > 0 ? answer : undefined);
  }

  async function partial(): Promise<boolean> {
    const connection = await readConnection(database, 'hs');
    if (!connection) throw new Error('there is no connection');
    return isPartial(database, connection);
  }

  test('a token that expires is asked for anew, and the work goes on', async () => {
    stub.tokenLife = 10;
    await copyFrom(stub, database);
    await expectCopied();
    expect(tokens()).toBe(4);
  });

  test('a token that is refused twice ends the work', async () => {
    stub.intercept = (path) => (path.endsWith('/users/me') ? { status: 401 } : undefined);
    await expect(copyFrom(stub, database)).rejects.toThrow(refusal);
    expect(tokens()).toBe(2);
    expect((await storedRows(database))['accounts']).toEqual([]);
  });

  test('too many requests: none for as long as it says, then the same page', async () => {
    interceptFirst(/page=3$/, 1, {
      status: 429,
      body: { message: 'API rate limit exceeded' },
      headers: { 'x-ratelimit-retry-after': '2' },
    });
    const time = passingTime(stub);
    await copyFrom(stub, database, time);
    await expectCopied();
    expect(Math.max(...time.waited)).toBe(2000);
    const pages = stub.requests
      .filter((request) => /createdAt:\[2024-03/.test(request))
      .map((request) => request.at(-1));
    expect(pages).toEqual(['1', '3', '3', '2', '1']);
  });

  test('where a fifth of the limit is left nothing is sent until the minute is over', async () => {
    stub.now += 20;
    interceptFirst(/\/users\/me$/, 1, {
      status: 200,
      body: { id: 256 },
      headers: { 'x-ratelimit-limit-minute': '100', 'x-ratelimit-remaining-minute': '15' },
    });
    const time = passingTime(stub);
    await copyFrom(stub, database, time);
    expect(Math.max(...time.waited)).toBe(40_000);
  });

  test('pages that fail with threads are read without, and threads one by one', async () => {
    stub.intercept = (path) =>
      path.includes('?status=all&embed=threads') ? { status: 500, body: '' } : undefined;
    await copyFrom(stub, database);
    await expectCopied();
    const threads = stub.requests.filter((request) => /\/threads\?page=1$/.test(request));
    expect(new Set(threads).size).toBe(57);
    const failed = stub.requests.filter((request) => /embed.*createdAt:\[2024-03.*page=3$/.test(request));
    expect(failed).toHaveLength(2);
  });

  test('threads that cannot be read leave their conversation unreadable', async () => {
    stub.intercept = (path) => (path.includes('/416351191/threads') ? { status: 500, body: '' } : undefined);
    await copyFrom(stub, database);
    expect((await storedRows(database))['conversations']).toHaveLength(56);
    expect(await partial()).toBe(true);
  });

  test('a conversation of an unknown kind is named, and the rest goes on', async () => {
    stub.find(500000000).conversation['type'] = 'fax';
    const { state } = await copyFrom(stub, database);
    expect(state.refused).toEqual({
      500000000: 'not the expected shape: type: expected one of email, chat, phone',
    });
    expect((await storedRows(database))['conversations']).toHaveLength(56);
  });

  test('tag 1, which means untagged, refuses its conversation by name', async () => {
    Object.assign(stub.find(500000000).conversation, { tags: [{ id: 1, tag: 'one' }] });
    const { state } = await copyFrom(stub, database);
    expect(Object.keys(state.refused)).toEqual(expect.arrayContaining(['tag 1', '500000000']));
    // A poll that shows it as it was tells nothing new.
    stub.find(500000000).modifiedAt = new Date(stub.now * 1000).toISOString();
    stub.now += 60;
    const run = await runOf(stub, database);
    await poll(run);
    expect(Object.keys(run.state.refused)).toContain('500000000');
  });

  test('a report of ratings that fails leaves them the time of their reply', async () => {
    stub.rated = new Map();
    stub.intercept = (path) => (path.includes('/happiness/') ? { status: 500, body: '' } : undefined);
    const { state } = await copyFrom(stub, database);
    await expectCopied();
    expect(state).toMatchObject({ refused: {}, hasReports: true });
    // The tries of one request: the report is not asked again for each batch.
    expect(stub.requests.filter((request) => request.includes('/happiness/'))).toHaveLength(6);
  });

  test('an app of another company changes nothing of what is connected', async () => {
    await copyFrom(stub, database);
    stub.account.mailboxes.splice(0, 9, { id: 999, name: 'Theirs' });
    await expect(copyFrom(stub, database, passingTime(stub), { timeZone: 'UTC' })).rejects.toThrow(
      /none of the inboxes that are copied/,
    );
    const connection = await readConnection(database, 'hs');
    expect(connection?.settings).toMatchObject({ timeZone: 'Europe/Paris' });
  });

  test('a month that is refused when all are compared keeps none of the others from it', async () => {
    await copyFrom(stub, database);
    const { conversations } = stub.account;
    conversations.splice(conversations.indexOf(stub.find(500000001)), 1);
    stub.intercept = (path) => (/createdAt:\[2024-04/.test(path) ? { status: 400, body: {} } : undefined);
    const run = await runOf(stub, database);
    await reconcile(run);
    expect(Object.keys(run.state.refused)).toEqual([expect.stringMatching(/^reconciliation from /)]);
    const rows = ((await storedRows(database))['conversations'] ?? []).map((row) => JSON.parse(row));
    expect(rows.find(({ id }) => id === '500000001')).toMatchObject({ deleted: true });
    stub.intercept = () => undefined;
    await reconcile(run);
    expect(run.state.refused).toEqual({});
  });

  test('a list of one inbox that is not there is left out with a notice', async () => {
    stub.intercept = (path) => (path.includes('/85/folders') ? { status: 404, body: {} } : undefined);
    const { state } = await copyFrom(stub, database);
    expect(state.notices).toEqual(['/v2/mailboxes/85/folders: is not there']);
  });

  test('a list that the user may not have is named, and the rest goes on', async () => {
    stub.intercept = (path) => (path.startsWith('/v2/workflows') ? { status: 403, body: {} } : undefined);
    const { state } = await copyFrom(stub, database);
    expect(state.notices).toEqual(["/v2/workflows: the app's user or the plan has no access to it (403)"]);
    const workflows = ((await storedRows(database))['workflows'] ?? []).map((row) => JSON.parse(row).name);
    expect(workflows).toEqual(['Workflow 71', 'Workflow 72', 'Workflow 7777']);
  });

  test('a search that is refused is not repeated, and the months besides are copied', async () => {
    const body = { logRef: 'ref-1', message: 'Bad request' };
    stub.intercept = (path) => (/createdAt:\[2024-03/.test(path) ? { status: 400, body } : undefined);
    const { state } = await copyFrom(stub, database);
    expect(Object.values(state.refused)).toEqual([
      '/v2/conversations: Help Scout refuses the request: Bad request (logRef ref-1)',
    ]);
    expect(stub.requests.filter((request) => /createdAt:\[2024-03/.test(request))).toHaveLength(1);
    expect(await partial()).toBe(true);
  });

  test('a user without inboxes is refused', async () => {
    stub.account.mailboxes.length = 0;
    await expect(copyFrom(stub, database)).rejects.toThrow('this user sees no inbox');
  });

  describe('a conversation that is asked for by its id', () => {
    beforeEach(async () => {
      await copyFrom(stub, database);
    });

    async function conversation(id: number): Promise<{ deleted: boolean } | undefined> {
      const rows = ((await storedRows(database))['conversations'] ?? []).map((row) => JSON.parse(row));
      return rows.find((row) => row.id === String(id));
    }

    /** Takes a conversation out of all lists. */
    function take(id: number, gone: { status: number; location?: string }): void {
      const { conversations } = stub.account;
      conversations.splice(conversations.indexOf(stub.find(id)), 1);
      stub.account.gone.push({ id, ...gone });
    }

    test('is deleted where it is gone', async () => {
      take(500000001, { status: 404 });
      await fetchConversation(await runOf(stub, database), 500000001);
      expect(await conversation(500000001)).toMatchObject({ deleted: true });
    });

    test('leads to the one that it was merged into', async () => {
      take(500000001, { status: 301, location: '/v2/conversations/500000002' });
      stub.find(500000002).conversation['status'] = 'pending';
      await fetchConversation(await runOf(stub, database), 500000001);
      expect(await conversation(500000001)).toMatchObject({ deleted: true });
      expect(await conversation(500000002)).toMatchObject({ status: 'pending' });
    });

    test('leads to no other host', async () => {
      take(500000001, { status: 301, location: 'http://127.0.0.2:9/v2/conversations/500000002' });
      const run = await runOf(stub, database);
      await fetchConversation(run, 500000001);
      expect(Object.keys(run.state.refused)).toEqual(['500000001']);
      await saveState(run);
      expect(await partial()).toBe(true);
      expect(await conversation(500000001)).toMatchObject({ deleted: false });
    });

    test('is there again where it was restored', async () => {
      const restored = stub.find(500000001);
      take(500000001, { status: 404 });
      const run = await runOf(stub, database);
      await fetchConversation(run, 500000001);
      stub.account.conversations.push(restored);
      await fetchConversation(run, 500000001);
      await expectCopied();
    });

    test('counts once it is a draft no more, and not where it is one again', async () => {
      const run = await runOf(stub, database);
      const draft = stub.find(416351198).conversation;
      await fetchConversation(run, 416351198);
      expect(await conversation(416351198)).toBeUndefined();
      draft.state = 'published';
      await fetchConversation(run, 416351198);
      expect(await conversation(416351198)).toMatchObject({ deleted: false });
      draft.state = 'draft';
      await fetchConversation(run, 416351198);
      expect(await conversation(416351198)).toMatchObject({ deleted: true });
    });
  });
});
