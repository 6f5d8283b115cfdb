import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchMarked } from '../../src/connect/helpscout/marked.ts';
import { poll } from '../../src/connect/helpscout/poll.ts';
import { reconcile } from '../../src/connect/helpscout/reconcile.ts';
import type { Run } from '../../src/connect/helpscout/run.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasHelpScoutData } from './helpscout-data.ts';
import { liveOneDay } from './helpscout-life.ts';
import { copyFrom, runOf } from './helpscout-run.ts';
import { startHelpScoutStub } from './helpscout-stub.ts';
import type { HelpScoutStub } from './helpscout-stub-state.ts';
import { storedRows } from './stored.ts';

describe.skipIf(!hasHelpScoutData)('what changes in Help Scout', { timeout: 300_000 }, () => {
  let stub: HelpScoutStub;
  let database: Database;
  let run: Run;

  beforeEach(async () => {
    stub = await startHelpScoutStub();
    database = await freshDatabase();
    await copyFrom(stub, database);
    run = await runOf(stub, database);
    stub.requests.length = 0;
  });

  afterEach(async () => {
    await stub.close();
    await database.close();
  });

  async function pollLater(seconds: number): Promise<string[]> {
    stub.now += seconds;
    stub.requests.length = 0;
    await poll(run);
    return stub.requests;
  }

  /** Gives a conversation a reply by user 256, now. */
  function reply(id: number, threadId: number): void {
    const known = stub.find(id);
    const createdAt = new Date(stub.now * 1000).toISOString().replace('.000Z', 'Z');
    const createdBy = { id: 256, type: 'user', first: 'Ada', last: 'Obi' };
    const thread = { type: 'message', status: 'nochange', state: 'published', body: 'CANARY' };
    known.threads.unshift({ ...thread, id: threadId, createdBy, createdAt });
    known.modifiedAt = createdAt;
    known.conversation['threads'] = Number(known.conversation['threads']) + 1;
  }

  async function row(id: number): Promise<Record<string, unknown> | undefined> {
    const rows = ((await storedRows(database))['conversations'] ?? []).map((text) => JSON.parse(text));
    return rows.find((one) => one.id === String(id));
  }

  /** What is known of each conversation. */
  function versions(): Promise<object[]> {
    const { accountKey } = run;
    return database.prisma.connectionConversation.findMany({ where: { accountKey }, orderBy: { id: 'asc' } });
  }

  /** The copy holds what a new copy of the stub would, besides what is deleted. */
  async function expectSameAsNewCopy(): Promise<void> {
    const other = await freshDatabase();
    try {
      await copyFrom(stub, other);
      const [ours, theirs] = [await storedRows(database), await storedRows(other)];
      const isAlive = (text: string): boolean => !text.includes('"deleted":true');
      const alive = (rows: Record<string, string[]>) => (rows['conversations'] ?? []).filter(isAlive);
      expect(alive(ours)).toEqual(alive(theirs));
      const ids = new Set(alive(ours).map((text) => JSON.parse(text).id));
      for (const table of ['threads', 'ratings', 'field_values']) {
        const ofThose = (rows: Record<string, string[]>) =>
          (rows[table] ?? []).filter((text) => ids.has(JSON.parse(text).conversation_key));
        expect(ofThose(ours)).toEqual(ofThose(theirs));
      }
    } finally {
      await other.close();
    }
  }

  test('a reply comes with the next poll, and once it has come it is not read again', async () => {
    reply(500000001, 9900);
    expect(await pollLater(60)).toHaveLength(2);
    expect(await row(500000001)).toMatchObject({ replies_sent: 1 });
    const before = await versions();
    await pollLater(60);
    expect(await versions()).toEqual(before);
    await expectSameAsNewCopy();
  });

  test('an index that lags five minutes is caught up with', async () => {
    stub.lagSeconds = 300;
    reply(500000001, 9900);
    await pollLater(60);
    expect(await row(500000001)).toMatchObject({ replies_sent: 0 });
    for (let minute = 0; minute < 6; minute++) await pollLater(60);
    expect(await row(500000001)).toMatchObject({ replies_sent: 1 });
  });

  test.each([[true], [false]])('what turns spam is dropped, whether all has it: %s', async (allHasSpam) => {
    stub.allHasSpam = allHasSpam;
    reply(500000001, 9900);
    stub.find(500000001).conversation.status = 'spam';
    await pollLater(60);
    expect(await row(500000001)).toMatchObject({ status: 'spam' });
    stub.find(500000001).conversation.status = 'active';
    reply(500000001, 9901);
    await pollLater(60);
    expect(await row(500000001)).toMatchObject({ status: 'open' });
  });

  test('an account that refuses to search by modification is asked in another way', async () => {
    const body = { logRef: 'ref-1', message: 'Bad request' };
    stub.intercept = (path) => (path.includes('query=(modifiedAt') ? { status: 400, body } : undefined);
    reply(500000001, 9900);
    const requests = await pollLater(60);
    expect(await row(500000001)).toMatchObject({ replies_sent: 1 });
    expect(requests.filter((request) => request.includes('modifiedSince=2024-04-02T07:50:00Z'))).toHaveLength(
      4,
    );
  });

  test('what webhooks tell of is fetched by its id', async () => {
    reply(500000001, 9900);
    const { conversations, tags } = stub.account;
    conversations.splice(conversations.indexOf(stub.find(500000002)), 1);
    tags.push({ id: 99_001, name: 'new' });
    const [customer] = (await storedRows(database))['customers'] ?? [];
    const { id: person } = JSON.parse(customer ?? '{}');
    const answered = { id: Number(person), firstName: 'Another', lastName: 'Name' };
    stub.intercept = (path) =>
      path === `/v2/customers/${person}` ? { status: 200, body: answered } : undefined;
    const mark = (kind: string, id: number | string) => ({ kind, id: String(id), times: 1 });
    stub.requests.length = 0;
    await fetchMarked(run, [
      ...[mark('conversation', 500000001), mark('deleted', 500000002)],
      ...[mark('customer', person), mark('customer', 1), mark('tags', '')],
    ]);
    expect(stub.requests.map((request) => request.split('?')[0])).toEqual([
      'GET /v2/conversations/500000001',
      `GET /v2/customers/${person}`,
      'GET /v2/tags',
    ]);
    expect(await row(500000001)).toMatchObject({ replies_sent: 1 });
    expect(await row(500000002)).toMatchObject({ deleted: true });
    const named = await storedRows(database);
    expect(named['customers']?.some((text) => text.includes('"Another Name"'))).toBe(true);
    expect(named['tags']?.some((text) => text.includes('"new"'))).toBe(true);
  });

  test('what webhooks tell of is fetched between the steps of what takes long', async () => {
    let isTold = false;
    const between = async (): Promise<void> => {
      if (isTold) return;
      isTold = true;
      await fetchMarked(run, [{ kind: 'conversation', id: '500000001', times: 1 }]);
    };
    await reconcile({ ...run, between });
    const place = stub.requests.findIndex((request) => request.includes('/conversations/500000001?'));
    expect(stub.requests.slice(0, place)).toEqual([expect.stringContaining('createdAt')]);
    expect(stub.requests.slice(place + 1).length).toBeGreaterThan(1);
  });

  test('a merge is followed from what it was merged into', async () => {
    const { conversations, gone } = stub.account;
    conversations.splice(conversations.indexOf(stub.find(500000001)), 1);
    gone.push({ id: 500000001, status: 301, location: '/v2/conversations/500000002' });
    reply(500000002, 9900);
    const action = { type: 'merged', associatedEntities: { originalConversation: 500000001 } };
    Object.assign(stub.find(500000002).threads[0] ?? {}, { type: 'lineitem', action });
    await pollLater(60);
    expect(await row(500000001)).toMatchObject({ deleted: true });
    await expectSameAsNewCopy();
  });

  test('what was deleted is found by counting a month', async () => {
    stub.account.conversations.splice(stub.account.conversations.indexOf(stub.find(500000001)), 1);
    // One that Help Scout shows as deleted, and a draft, count there and not here.
    for (const id of [416351197, 416351198])
      stub.account.conversations.splice(stub.account.conversations.indexOf(stub.find(id)), 1);
    await reconcile(run);
    expect(await row(500000001)).toMatchObject({ deleted: true });
    const march = stub.requests.filter((request) => /createdAt:\[2024-03/.test(request));
    expect(march.map((request) => request.at(-1))).toEqual(['1', '3', '2', '1']);
    expect(march.filter((request) => request.includes('embed'))).toEqual([]);
  });

  test('one that no search has shown is found by counting a month', async () => {
    const known = structuredClone(stub.find(500000001));
    Object.assign(known.conversation, { id: 500000900, number: 2000 });
    for (const thread of known.threads) thread.id += 100_000;
    stub.account.conversations.push(known);
    await reconcile(run);
    expect(await row(500000900)).toMatchObject({ deleted: false });
    await expectSameAsNewCopy();
  });

  test('what changes silently is found within the days that are read again', async () => {
    reply(500000001, 9900);
    await pollLater(60);
    const [thread] = stub.find(500000001).threads;
    Object.assign(thread ?? {}, { state: 'hidden' });
    await reconcile(run);
    await expectSameAsNewCopy();
  });

  test('a month of life, with polls and what is done once a day, ends with what a new copy has', async () => {
    for (let day = 0; day < 8; day++) {
      for (const step of liveOneDay(stub, day)) {
        step();
        await pollLater(600);
      }
      await reconcile(run);
    }
    stub.now += 3600;
    await poll(run);
    await reconcile(run);
    await expectSameAsNewCopy();
  });
});
