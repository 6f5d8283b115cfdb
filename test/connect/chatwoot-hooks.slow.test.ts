import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chatwoot } from '../../src/connect/chatwoot/chatwoot.ts';
import { readConnection } from '../../src/connect/connections.ts';
import { readDueMarks } from '../../src/connect/hooks/marks.ts';
import { readHook } from '../../src/connect/hooks/stored.ts';
import { workOffMarks } from '../../src/connect/hooks/work-off.ts';
import type { Work } from '../../src/connect/source.ts';
import type { Database } from '../../src/database/client.ts';
import { appOf } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { copyFrom, expectSameAsNewCopy, registerAt, surroundingsFor } from './chatwoot-run.ts';
import { type ChatwootStub, startChatwootStub } from './chatwoot-stub.ts';
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
