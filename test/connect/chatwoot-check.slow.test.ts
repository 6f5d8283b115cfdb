import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConnection } from '../../src/connect/connections.ts';
import { sourceOf } from '../../src/connect/sources.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { copyFrom, expectSameAsNewCopy, surroundingsFor } from './chatwoot-run.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import type { ChatwootStub, StubConversation } from './chatwoot-stub-state.ts';
import { passingTime } from './passing-time.ts';

const oneFails = { status: 500, body: '<html>Internal server error</html>' };

describe.skipIf(!hasChatwootData)('the check of a copy of Chatwoot', { timeout: 300_000 }, () => {
  let stub: ChatwootStub;
  let database: Database;

  beforeEach(async () => {
    stub = await startChatwootStub();
    database = await freshDatabase();
    await copyFrom(stub, database);
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

  /** Runs `connect check` in this process; returns its lines and its exit code. */
  async function check(repair: boolean, sleeping: () => void = () => {}) {
    const connection = await readConnection(database, 'acme');
    if (!connection) throw new Error('there is no connection');
    const time = passingTime(stub);
    const sleep: typeof time.sleep = async (milliseconds, signal) => {
      await time.sleep(milliseconds, signal);
      if (milliseconds === 60_000) sleeping();
    };
    const surroundings = surroundingsFor({ now: time.now, sleep });
    const work = await sourceOf(connection).open(database, connection, surroundings);
    const lines: string[] = [];
    const { exitCode } = await work.check({ repair, print: (line) => lines.push(line) }, async () => null);
    return { lines, exitCode };
  }

  /** What Chatwoot does not say: a conversation of the past, a status, a deletion. */
  function plantDifferences(): void {
    const missing = {
      ...structuredClone(conversation(2)),
      id: 40,
      created_at: conversation(2).created_at + 60,
      status: 'snoozed',
    };
    stub.conversations.set(40, missing);
    stub.messages.set(40, []);
    stub.events.set(40, []);
    Object.assign(conversation(3), { status: 'open' });
    stub.conversations.delete(20);
  }

  test('finds exactly what differs, and mends it', async () => {
    plantDifferences();
    const found = await check(false);
    expect(found.exitCode).toBe(1);
    expect(found.lines.filter((line) => line.includes('conversation '))).toEqual([
      '2024-03-02: conversation 3 is open there and pending here',
      '2024-03-02: conversation 40 is snoozed there and not here',
      '2024-03-16: conversation 20 is not there and open here',
    ]);
    expect(found.lines.at(-1)).toBe('3 conversations differ');
    const mended = await check(true);
    expect(mended.lines.at(-1)).toBe('equal');
    expect(mended.exitCode).toBe(0);
    await expectSameAsNewCopy(stub, database);
  });

  test('of a Chatwoot without the report goes by its counts', async () => {
    stub.version = '4.09.0';
    expect(await check(false)).toMatchObject({ exitCode: 0, lines: [expect.anything(), 'equal'] });
    const counted = stub.requests.filter((request) => request.includes('/conversations/meta?status='));
    expect(counted).toHaveLength(4 * (stub.lists.get('/inboxes') as { payload: unknown[] }).payload.length);
    plantDifferences();
    const found = await check(false);
    expect(found.lines.at(-1)).toBe('2 conversations differ');
    expect((await check(true)).lines.at(-1)).toBe('equal');
    await expectSameAsNewCopy(stub, database);
  });

  test('halves a window that takes Chatwoot too long', async () => {
    const answered: number[] = [];
    stub.intercept = (path) => {
      const [, since, until] = /channel\?since=(\d+)&until=(\d+)$/.exec(path) ?? [];
      if (since === undefined) return undefined;
      const days = (Number(until) - Number(since)) / 86_400;
      if (days > 20)
        return {
          status: 422,
          body: { error: 'The request took too long to complete. Please try again.' },
        };
      answered.push(days);
      return undefined;
    };
    const { lines, exitCode } = await check(false);
    expect(exitCode).toBe(0);
    expect(answered.length).toBeGreaterThan(1);
    expect(lines.filter((line) => line.endsWith(': equal'))).toHaveLength(answered.length);
    expect(answered.reduce((sum, days) => sum + days, 0)).toBeGreaterThan(30);
  });

  test('tells a difference that moves from one that stays', async () => {
    Object.assign(conversation(3), { status: 'open' });
    let more = 100;
    const { lines } = await check(false, () => {
      const created_at = conversation(20).created_at - more;
      stub.conversations.set(++more, { ...structuredClone(conversation(20)), id: more, created_at });
    });
    expect(lines).toContainEqual(
      expect.stringMatching(/Channel::Email open: \d+ in Chatwoot, \d+ here, changing$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/ pending: 0 in Chatwoot, 1 here$/));
  });

  test('counts an unreadable conversation only where Chatwoot counts it', async () => {
    const [inbox] = [conversation(20).inbox_id];
    const inboxes = stub.lists.get('/inboxes') as { payload: { id: number }[] };
    inboxes.payload = inboxes.payload.filter(({ id }) => id !== inbox);
    const gone = Array.from(stub.conversations.values()).filter(({ inbox_id }) => inbox_id === inbox);
    const hidden = gone.map(({ id }) => id);
    for (const id of hidden) stub.conversations.delete(id);
    stub.intercept = (path) =>
      hidden.some((id) => path.endsWith(`/conversations/${id}`)) ? oneFails : undefined;
    const { lines, exitCode } = await check(true);
    expect(lines.slice(-2)).toEqual([
      `cannot be read, and count no more as their inbox is gone: ${hidden.join(', ')}`,
      'equal',
    ]);
    expect(exitCode).toBe(0);
  });
});
