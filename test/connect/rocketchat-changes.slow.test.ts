import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Work } from '../../src/connect/source.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasRocketchatData, type StubDocument } from './rocketchat-data.ts';
import { live, numbersOf } from './rocketchat-life.ts';
import { copyFrom, openCopy, passingTime, runTask } from './rocketchat-run.ts';
import { startRocketchatStub } from './rocketchat-stub.ts';
import type { RocketchatStub } from './rocketchat-stub-state.ts';
import { storedRows } from './stored.ts';

describe.skipIf(!hasRocketchatData)('what changes in Rocket.Chat', { timeout: 300_000 }, () => {
  let stub: RocketchatStub;
  let database: Database;
  let work: Work;

  beforeEach(async () => {
    stub = await startRocketchatStub();
    database = await freshDatabase();
    await copyFrom(database, { url: stub.url }, passingTime(stub));
    work = await openCopy(database, passingTime(stub));
    stub.requests.length = 0;
    stub.now += 60_000;
  });

  afterEach(async () => {
    await stub.close();
    await database.close();
  });

  const short = (letter: string): string => `${letter}aaaaaaaaaaaaaaa`;

  /** Changes a room as something in Rocket.Chat does. */
  function change(id: string, changed: Partial<StubDocument>): void {
    const room = stub.rooms.get(id);
    if (!room) throw new Error(`no room ${id}`);
    stub.now += 1000;
    Object.assign(room, changed, { _updatedAt: new Date(stub.now).toISOString() });
  }

  async function stored(id: string): Promise<Record<string, unknown> | undefined> {
    const rows = ((await storedRows(database))['conversations'] ?? []).map((row) => JSON.parse(row));
    return rows.find((row) => row.id === id);
  }

  /** The copy holds what a new copy of the stub would. */
  async function expectSameAsNewCopy(): Promise<void> {
    const other = await freshDatabase();
    try {
      await copyFrom(other, { url: stub.url }, passingTime(stub));
      const [ours, theirs] = [await storedRows(database), await storedRows(other)];
      const isAlive = (row: string): boolean => !row.includes('"deleted":true');
      expect(ours['conversations']?.filter(isAlive)).toEqual(theirs['conversations']);
      expect(ours['threads']).toEqual(theirs['threads']);
    } finally {
      await other.close();
    }
  }

  test('nothing: a poll is one request', async () => {
    await runTask(work, 'poll');
    expect(stub.requests).toEqual([expect.stringContaining('sort={"_updatedAt":-1}&offset=0&count=100')]);
  });

  test('what webhooks tell of is fetched between the steps of what takes long', async () => {
    let isTold = false;
    const watched = await openCopy(database, passingTime(stub), async () => {
      if (isTold) return;
      isTold = true;
      await work.fetchMarked([{ kind: 'room', id: short('R1'), times: 1 }]);
    });
    stub.requests.length = 0;
    await runTask(watched, 'reconcile');
    const placeOf = (part: string): number => stub.requests.findIndex((request) => request.includes(part));
    expect(placeOf('createdAt=')).toBeLessThan(placeOf('rooms.info?roomId=R1'));
    expect(placeOf('rooms.info?roomId=R1')).toBeLessThan(placeOf('closedAt='));
    expect(placeOf('createdAt=')).toBeGreaterThanOrEqual(0);
  });

  test('a room that is put on hold', async () => {
    change(short('R6'), { onHold: true });
    await runTask(work, 'poll');
    expect(await stored(short('R6'))).toMatchObject({ status: 'on_hold' });
    expect(stub.requests).toHaveLength(2);
    await expectSameAsNewCopy();
  });

  test('a room that is closed, and opened again by an email', async () => {
    const closedAt = new Date(stub.now).toISOString();
    change(short('R2'), { open: undefined, closedAt, metrics: { chatDuration: 60 } });
    await runTask(work, 'poll');
    const closed = await stored(short('R2'));
    expect(closed).toMatchObject({ status: 'closed' });
    expect(new Date(String(closed?.['closed_at'])).toISOString()).toBe(closedAt);
    change(short('R2'), { open: true });
    await runTask(work, 'poll');
    expect(await stored(short('R2'))).toMatchObject({ status: 'open', closed_at: null });
  });

  test('a room that changes while the second page is read', async () => {
    stub.mostRows = 3;
    for (const letter of ['R1', 'R2', 'R3', 'R4', 'R5', 'R6']) change(short(letter), { topic: 'first' });
    stub.after = (path) => {
      if (!path.includes('offset=2')) return;
      stub.after = () => {};
      change(short('R1'), { topic: 'second' });
    };
    await runTask(work, 'poll');
    await runTask(work, 'poll');
    expect(await stored(short('R1'))).toMatchObject({ subject: 'second' });
    await expectSameAsNewCopy();
  });

  test('a room that is erased between two pages: the poll begins again, once', async () => {
    stub.mostRows = 3;
    for (const letter of ['R1', 'R2', 'R3', 'R4', 'R5', 'R6']) change(short(letter), { topic: 'changed' });
    stub.after = (path) => {
      if (path.includes('updatedAt') && path.includes('offset=0')) stub.rooms.delete(short('R6'));
    };
    await runTask(work, 'poll');
    const polls = stub.requests.filter((request) => request.includes('_updatedAt'));
    expect(polls.map((request) => /offset=(\d)/.exec(request)?.[1])).toEqual(['0', '2', '0', '2']);
    for (const letter of ['R1', 'R2', 'R3', 'R4', 'R5'])
      expect(await stored(short(letter))).toMatchObject({ subject: 'changed' });
    await runTask(work, 'reconcile');
    expect(await stored(short('R6'))).toMatchObject({ deleted: true });
    await expectSameAsNewCopy();
  });

  test('where rooms cannot be had in the order of their changes: four lists', async () => {
    stub.intercept = (path) =>
      path.includes('_updatedAt') ? { status: 400, body: { success: false, error: 'no sort' } } : undefined;
    change(short('R6'), { onHold: true });
    change(short('R2'), { open: undefined, closedAt: new Date(stub.now).toISOString() });
    await runTask(work, 'poll');
    expect(await stored(short('R6'))).toMatchObject({ status: 'on_hold' });
    expect(await stored(short('R2'))).toMatchObject({ status: 'closed' });
    stub.requests.length = 0;
    await runTask(work, 'poll');
    expect(stub.requests).toHaveLength(4);
    // The order is asked for again each day, and tells what the lists do not.
    change(short('R1'), { topic: 'closed, and changed' });
    stub.intercept = () => undefined;
    await runTask(work, 'reconcile');
    await runTask(work, 'poll');
    expect(await stored(short('R1'))).toMatchObject({ subject: 'closed, and changed' });
  });

  test('a room that a webhook names is read with its messages, and one that is not shown is left to a poll', async () => {
    const mark = (id: string) => ({ kind: 'room', id, times: 1 });
    change(short('R6'), { topic: 'named' });
    await work.fetchMarked([mark(short('R6'))]);
    expect(await stored(short('R6'))).toMatchObject({ subject: 'named' });
    expect(stub.requests.map((request) => request.split('?')[0])).toEqual([
      'GET /api/v1/rooms.info',
      `GET /api/v1/livechat/${short('R6')}/messages`,
    ]);
    stub.requests.length = 0;
    await work.fetchMarked([mark('nothing')]);
    expect(stub.requests.filter((request) => request.includes('_updatedAt'))).toHaveLength(1);
  });

  test('a room that a message is deleted from while its messages are read', async () => {
    stub.mostRows = 2;
    const messages = stub.messages.get(short('R6')) ?? [];
    for (let index = 0; index < 3; index++)
      messages.push({ ...messages[0], _id: `N${index}`, ts: new Date(stub.now + index).toISOString() });
    change(short('R6'), { msgs: 7 });
    stub.after = (path) => {
      if (!path.includes(`${short('R6')}/messages`)) return;
      stub.after = () => {};
      messages.splice(0, 1);
    };
    await runTask(work, 'poll');
    stub.after = () => {};
    await expectSameAsNewCopy();
  });

  test.each([1, 2, 3])('a life, as %i has it: the copy is what a new one would be', async (seed) => {
    const next = numbersOf(seed);
    stub.mostRows = 4;
    for (let step = 0; step < 120; step++) {
      if (next(4) === 0) stub.after = () => live(stub, next);
      live(stub, next);
      if (next(10) === 0) await runTask(work, 'poll');
      if (next(40) === 0) work = await openCopy(database, passingTime(stub));
      stub.after = () => {};
    }
    await runTask(work, 'poll');
    await runTask(work, 'reconcile');
    await expectSameAsNewCopy();
    const lines: string[] = [];
    const outcome = await work.check({ repair: false, print: (line) => lines.push(line) }, async () => null);
    expect({ code: outcome.exitCode, lines }).toEqual({ code: 0, lines });
  });
});
