import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chatwoot } from '../../src/connect/chatwoot/chatwoot.ts';
import { readConnection } from '../../src/connect/connections.ts';
import { createMarkFetcher } from '../../src/connect/hooks/fetcher.ts';
import { deleteMarks, readDueMarks, saveMarks } from '../../src/connect/hooks/marks.ts';
import { readHook } from '../../src/connect/hooks/stored.ts';
import { workOffMarks } from '../../src/connect/hooks/work-off.ts';
import type { Work } from '../../src/connect/source.ts';
import type { Database } from '../../src/database/client.ts';
import { appOf } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { type Deliveries, hasChatwootData, readChatwootData } from './chatwoot-data.ts';
import { runTask } from './chatwoot-database-run.ts';
import { copyFrom, expectSameAsNewCopy, registerAt, surroundingsFor } from './chatwoot-run.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import type { ChatwootStub } from './chatwoot-stub-state.ts';
import { deliver, stubSecret } from './chatwoot-stub-webhooks.ts';
import { passingTime } from './passing-time.ts';
import { storedRows } from './stored.ts';

const address = 'https://reports.example.com';

describe.skipIf(!hasChatwootData)('webhooks of Chatwoot', { timeout: 300_000 }, () => {
  let stub: ChatwootStub;
  let database: Database;
  let work: Work;

  beforeEach(async () => {
    stub = await startChatwootStub();
    stub.now = Math.floor(Date.now() / 1000);
    database = await freshDatabase();
    work = await copyFrom(stub, database);
    await registerAt(stub, database, address);
    stub.requests.length = 0;
  });

  afterEach(async () => {
    await stub.close();
    await database.close();
  });

  const receive = (url: string, init: RequestInit) => appOf(database).fetch(url, init);
  const deliverNow = (event: object) => deliver(stub, { account: { id: 1 }, ...event }, receive);

  /** Works off what is due at a time, seconds since 1970; returns the requests that it takes. */
  async function workOffAt(seconds: number): Promise<string[]> {
    stub.requests.length = 0;
    stub.now = seconds;
    await workOffMarks(database, 1, work, passingTime(stub));
    return stub.requests;
  }

  /** The same in so many seconds. */
  const workOff = (seconds: number): Promise<string[]> => workOffAt(Math.floor(Date.now() / 1000) + seconds);

  async function marks(): Promise<string[]> {
    const due = await readDueMarks(database, 1, Date.now() + 3_600_000, 100);
    return due.map(({ kind, id }) => `${kind} ${id}`).sort();
  }

  /** All besides marks that a delivery could leave something in. */
  async function kept(accountKey: number): Promise<string> {
    const { prisma } = database;
    const rows = [
      await prisma.$queryRaw`select to_jsonb(c) as row from connections c where account_key = ${accountKey}`,
      await prisma.$queryRaw`
        select to_jsonb(k) as row from connection_conversations k where account_key = ${accountKey}`,
      await storedRows(database),
    ];
    return JSON.stringify(rows);
  }

  test('are made once, and found again', async () => {
    const [webhook] = stub.webhooks;
    expect(stub.webhooks).toHaveLength(1);
    expect(webhook).toMatchObject({
      name: 'deskgraph',
      url: expect.stringMatching(/^https:\/\/reports\.example\.com\/connect\/chatwoot\/[\w-]{43}$/),
      subscriptions: [
        ...['conversation_created', 'conversation_updated', 'conversation_status_changed'],
        ...['message_created', 'message_updated', 'contact_created', 'contact_updated'],
      ],
    });
    const hook = await readHook(database, 1);
    expect(hook).toMatchObject({ url: webhook?.url, sourceId: '1', secret: stubSecret });
    expect(await registerAt(stub, database, address)).toEqual([]);
    expect(stub.webhooks).toHaveLength(1);
    expect(await readHook(database, 1)).toEqual(hook);
  });

  test('of a Chatwoot that signs none are told of', async () => {
    stub.version = '4.10.0';
    expect(await registerAt(stub, database, 'https://other.example.com')).toEqual([
      'this Chatwoot signs no webhooks (before 4.11.2): only their path protects them',
    ]);
  });

  test('are shared by the names that one account is connected under', async () => {
    await registerAt(stub, database, address, 'other');
    expect(stub.webhooks).toHaveLength(1);
    expect(await deliverNow({ event: 'conversation_updated', id: 2 })).toEqual([200]);
    const due = await readDueMarks(database, 2, Date.now() + 3_600_000, 100);
    expect(due).toEqual([{ kind: 'conversation', id: '2', times: 1 }]);
    expect(await marks()).toEqual(['conversation 2']);
  });

  test('are fetched between the pages of a walk', async () => {
    const connection = await readConnection(database, 'acme');
    if (!connection) throw new Error('there is no connection');
    const surroundings = surroundingsFor(passingTime(stub));
    let between = async (): Promise<void> => {};
    const walking = await chatwoot.open(database, connection, { ...surroundings, between: () => between() });
    between = createMarkFetcher(database, 1, walking, surroundings).fetch;
    await saveMarks(database, 1, [{ kind: 'conversation', id: '3' }], 0, { quiet: 0, patience: 0 });
    stub.requests.length = 0;
    for (const name of ['walk', 'poll']) await runTask(walking, name);
    const placeOf = (end: string): number => stub.requests.findIndex((request) => request.endsWith(end));
    expect(placeOf('&page=1')).toBeLessThan(placeOf('/conversations/3'));
    expect(placeOf('/conversations/3')).toBeLessThan(placeOf('&page=2'));
    expect(await marks()).toEqual([]);
  });

  test('of the example account are answered and mark as they should, and leave nothing of their texts', async () => {
    const { secret, deliveries } = readChatwootData('example-webhooks.json') as Deliveries;
    expect(deliveries.filter(({ body }) => body.includes('CANARY')).length).toBeGreaterThan(0);
    const accountKey = 1;
    await database.prisma.connectionHook.update({ where: { accountKey }, data: { secret } });
    const url = stub.webhooks[0]?.url ?? '';
    try {
      for (const { name, receivedAt, headers, body, expectStatus, expectMarks } of deliveries) {
        vi.useFakeTimers({ toFake: ['Date'], now: receivedAt * 1000 });
        const lower = Object.fromEntries(new Headers(headers));
        const { status } = await receive(url, { method: 'POST', headers: lower, body });
        expect(status, name).toBe(expectStatus);
        const marked = await readDueMarks(database, accountKey, Date.now() + 3_600_000, 100);
        expect(marked.map(({ kind, id }) => (id === '' ? kind : `${kind}:${id}`))).toEqual(expectMarks);
        const rows = await database.prisma
          .$queryRaw`select to_jsonb(m) as row from connection_marks m where account_key = ${accountKey}`;
        expect(JSON.stringify(rows)).not.toContain('CANARY');
        await deleteMarks(database, accountKey, marked);
      }
      expect(await kept(accountKey)).not.toContain('CANARY');
    } finally {
      vi.useRealTimers();
    }
  });

  test('are deleted with the connection', async () => {
    const connection = await readConnection(database, 'acme');
    const hook = await readHook(database, 1);
    if (!connection || !hook) throw new Error('there is no webhook');
    const place = { ...connection, surroundings: surroundingsFor(passingTime(stub)) };
    await chatwoot.hooks.remove(place, hook);
    expect(stub.webhooks).toEqual([]);
    await chatwoot.hooks.remove(place, hook);
  });

  test('are answered by status alone', async () => {
    const url = stub.webhooks[0]?.url ?? '';
    const statusOf = async (to: string, init: RequestInit = {}): Promise<number> => {
      const response = await receive(to, { method: 'POST', body: '{}', ...init });
      expect(await response.text()).toBe('');
      return response.status;
    };
    expect(await statusOf(url)).toBe(401);
    expect(await statusOf(`${url.slice(0, -1)}.`)).toBe(404);
    expect(await statusOf(`${url.slice(0, -43)}${'a'.repeat(43)}`)).toBe(404);
    expect(await statusOf(url.replace('chatwoot', 'zendesk'))).toBe(404);
    const endless = new ReadableStream({ pull: () => new Promise(() => {}) });
    const other = `${url.slice(0, -43)}${'b'.repeat(43)}`;
    expect(await statusOf(other, { body: endless, duplex: 'half' } as RequestInit)).toBe(404);
    expect(await statusOf(url, { method: 'PUT' })).toBe(405);
    expect(await statusOf(url, { body: 'x'.repeat(4 * 1024 * 1024 + 1) })).toBe(413);
    expect(await deliverNow({ event: 'conversation_updated', id: 2 })).toEqual([200]);
    expect(await marks()).toEqual(['conversation 2']);
  });

  test('that come twice, in another order or not at all leave what a poll leaves', async () => {
    const message = { id: 900, message_type: 0, content: 'CANARY', content_type: 'text', private: false };
    const [first] = stub.conversations.values();
    const fresh = {
      ...structuredClone(first),
      id: 41,
      status: 'open',
      created_at: stub.now - 5,
      updated_at: stub.now - 4,
    };
    stub.conversations.set(41, { ...fresh, messages: [{ id: 900 }] } as never);
    stub.messages.set(41, [{ ...message, created_at: stub.now - 4 }]);
    stub.events.set(41, []);
    await deliverNow({ event: 'message_created', id: 900, conversation: { id: 41 } });
    await deliverNow({ event: 'conversation_created', id: 41 });
    await deliverNow({ event: 'message_created', id: 900, conversation: { id: 41 } });
    expect(await workOffAt(stub.now + 1)).toEqual([]);
    const path = '/api/v1/accounts/1/conversations/41';
    expect((await workOff(3)).filter((request) => request === `GET ${path}`)).toHaveLength(1);
    expect(await marks()).toEqual([]);
    stub.messages.get(41)?.push({ ...message, id: 901, created_at: stub.now - 1 });
    Object.assign(stub.conversations.get(41) ?? {}, { updated_at: stub.now - 1, messages: [{ id: 901 }] });
    await copyFrom(stub, database);
    await expectSameAsNewCopy(stub, database);
  });

  test('that come while their conversation is fetched are worked off again', async () => {
    await deliverNow({ event: 'conversation_updated', id: 2 });
    stub.delay = (path) =>
      path.endsWith('/conversations/2')
        ? deliverNow({ event: 'conversation_updated', id: 2 }).then(() => undefined)
        : undefined;
    await workOff(3);
    expect(await marks()).toEqual(['conversation 2']);
    stub.delay = () => undefined;
    await workOff(6);
    expect(await marks()).toEqual([]);
  });

  test('of a contact rename a customer', async () => {
    const sender = stub.conversations.get(1)?.meta['sender'] as { id: number; name: string };
    sender.name = 'Peter P. Peters';
    await deliverNow({ event: 'contact_updated', id: sender.id });
    expect(await workOff(3)).toEqual([`GET /api/v1/accounts/1/contacts/${sender.id}`]);
    const customers = (await storedRows(database))['customers'] ?? [];
    expect(customers.find((row) => row.includes(`"id":"${sender.id}"`))).toContain('Peter P. Peters');
  });

  test('of an inbox let lists be read anew', async () => {
    await deliverNow({ event: 'inbox_updated' });
    stub.now = Math.floor(Date.now() / 1000) + 3;
    expect(await workOffMarks(database, 1, work, passingTime(stub))).toBe('reopen');
  });

  test('tell of a resolution before its event is there, which is asked for a minute later', async () => {
    const conversation = stub.conversations.get(2);
    Object.assign(conversation ?? {}, { status: 'resolved', updated_at: stub.now - 0.5 });
    await deliverNow({ event: 'conversation_status_changed', id: 2, changed_attributes: null });
    await workOff(3);
    const closedAt = async (): Promise<unknown> =>
      (await database.prisma.conversation.findFirst({ where: { accountKey: 1, id: '2' } }))?.closedAt;
    expect(await closedAt()).toBeNull();
    const at = new Date(stub.now * 1000);
    stub.events.set(2, [{ id: 950, name: 'conversation_resolved', event_end_time: at.toISOString() }]);
    expect(await workOffAt(stub.now + 50)).toEqual([]);
    await workOffAt(stub.now + 15);
    expect(await closedAt()).toEqual(at);
    expect(await marks()).toEqual([]);
  });
});
