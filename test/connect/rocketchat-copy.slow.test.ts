import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readKnownIds } from '../../src/connect/known.ts';
import { AccessError } from '../../src/connect/requests/errors.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { expectedRestLines, hasRocketchatData, type StubDocument } from './rocketchat-data.ts';
import { copyFrom, openCopy, passingTime, runTask } from './rocketchat-run.ts';
import { startRocketchatStub } from './rocketchat-stub.ts';
import type { RocketchatStub } from './rocketchat-stub-state.ts';
import { importedRows, storedRows } from './stored.ts';

describe.skipIf(!hasRocketchatData)('a Rocket.Chat by REST', { timeout: 300_000 }, () => {
  let stub: RocketchatStub;
  let database: Database;
  let expected: Record<string, string[]>;

  beforeAll(async () => {
    expected = await importedRows(expectedRestLines());
  });

  beforeEach(async () => {
    stub = await startRocketchatStub();
    database = await freshDatabase();
  });

  afterEach(async () => {
    await stub.close();
    await database.close();
  });

  const copy = (changed = {}) => copyFrom(database, { url: stub.url, ...changed }, passingTime(stub));

  async function rowsOf(table: string): Promise<Record<string, unknown>[]> {
    return ((await storedRows(database))[table] ?? []).map((row) => JSON.parse(row));
  }

  const roomAt = (id: string, ts: number): StubDocument => ({
    ...structuredClone(stub.rooms.get('R2aaaaaaaaaaaaaaa')),
    _id: id,
    ts: new Date(ts).toISOString(),
    msgs: 0,
  });

  /** Takes the rooms of the workspace away and puts as many others there, a minute apart. */
  function fill(count: number): void {
    stub.rooms.clear();
    const first = Date.parse('2024-03-01T00:00:00Z');
    for (let index = 0; index < count; index++) {
      const id = `R${String(index).padStart(5, '0')}`;
      stub.rooms.set(id, roomAt(id, first + index * 60_000));
      stub.messages.set(id, []);
    }
  }

  const offsets = (): string[] =>
    stub.requests
      .filter((request) => request.includes('createdAt='))
      .map((request) => /offset=(\d+)/.exec(request)?.[1] ?? '');

  test('becomes the expected records, and has the requests that it must have', async () => {
    const { state } = await copy();
    expect(state.refused).toEqual({});
    expect(await storedRows(database)).toEqual(expected);
    expect(stub.requests.filter((request) => request.includes('/messages')).length).toBe(6);
    await copy();
    expect(await storedRows(database)).toEqual(expected);
  });

  test('of 250 rooms, read from the last page on', async () => {
    fill(250);
    await copy();
    expect(offsets()).toEqual(['0', '200', '100', '0']);
    expect(await rowsOf('conversations')).toHaveLength(250);
  });

  test('that gives 25 rooms where 100 are asked for', async () => {
    fill(60);
    stub.mostRows = 25;
    await copy();
    expect(offsets()).toEqual(['0', '50', '25', '0']);
    expect(await rowsOf('conversations')).toHaveLength(60);
  });

  test('where a room is erased while it is read: the others are whole, and it is deleted', async () => {
    fill(250);
    // One that is not read yet moves those behind it, and one that is read is to be deleted.
    stub.after = (path) => {
      if (path.includes('offset=200')) stub.rooms.delete('R00010');
      if (path.includes('offset=100')) stub.rooms.delete('R00210');
    };
    await copy();
    const work = await openCopy(database, passingTime(stub));
    await runTask(work, 'reconcile');
    const rows = await rowsOf('conversations');
    const idsOf = (isDeleted: boolean) =>
      rows.filter(({ deleted }) => Boolean(deleted) === isDeleted).map(({ id }) => id);
    expect(idsOf(false)).toEqual([...stub.rooms.keys()].sort());
    expect(idsOf(true)).toEqual(['R00210']);
  });

  test('has each room at the boundary of months once', async () => {
    fill(0);
    const boundary = Date.parse('2024-03-01T00:00:00.000Z');
    for (const [id, ts] of [
      ['before', boundary - 1],
      ['after', boundary],
    ] as const)
      stub.rooms.set(id, roomAt(id, ts));
    await copy();
    const months = stub.requests.filter((request) => request.includes('createdAt='));
    expect(months).toEqual([
      expect.stringContaining('{"start":"2024-03-01T00:00:00.000Z","end":"2024-03-31T23:59:59.999Z"}'),
      expect.stringContaining('"end":"2024-02-29T23:59:59.999Z"}'),
    ]);
    expect((await rowsOf('conversations')).map(({ id }) => id)).toEqual(['after', 'before']);
  });

  test('with its limiter: no eleventh request of a kind within a minute, and nothing is lost', async () => {
    stub.isLimited = true;
    fill(12);
    for (const [id, room] of stub.rooms) {
      room['msgs'] = 1;
      const message = { _id: `M${id}`, rid: id, ts: room['ts'], u: { _id: 'V2' }, msg: 'CANARY' };
      stub.messages.set(id, [message]);
    }
    const from = stub.now;
    await copy();
    expect(await rowsOf('threads')).toHaveLength(12);
    expect(stub.refused).toBe(0);
    expect(stub.now - from).toBeGreaterThanOrEqual(60_000);
  });

  test('that takes no more requests: the next comes when it says', async () => {
    const time = passingTime(stub);
    let refused = 0;
    stub.intercept = (path) => {
      if (!path.includes('/users/agent') || refused++ > 0) return undefined;
      const headers = { 'X-RateLimit-Reset': String(stub.now + 1500) };
      return { status: 429, body: { success: false, error: '[error-too-many-requests]' }, headers };
    };
    await copyFrom(database, { url: stub.url }, time);
    expect(time.waited.some((milliseconds) => milliseconds > 1400 && milliseconds <= 1500)).toBe(true);
    expect(await storedRows(database)).toEqual(expected);
  });

  test('that fails goes on where it stopped', async () => {
    let isDown = false;
    stub.intercept = (path) => {
      isDown ||= path.includes('R3aaaaaaaaaaaaaaa/messages');
      return isDown ? { status: 401, body: { status: 'error', message: 'CANARY' } } : undefined;
    };
    await expect(copy()).rejects.toThrow(AccessError);
    stub.intercept = () => undefined;
    await copy();
    expect(await storedRows(database)).toEqual(expected);
  });

  test.each([
    ['tags', '/livechat/tags', 'manage-livechat-tags', true],
    ['custom fields', '/custom-fields', 'view-l-room', true],
    ['messages', '/messages', 'view-l-room', false],
  ])(
    'that does not show %s: one warning, and the rest is whole',
    async (_name, path, permission, hasThreads) => {
      stub.intercept = (asked) =>
        asked.includes(path) ? { status: 403, body: { success: false, error: 'unauthorized' } } : undefined;
      const { state } = await copy();
      expect(state.notices).toEqual([expect.stringContaining(permission)]);
      expect((await readKnownIds(database, 1)).filter(({ isUnreadable }) => isUnreadable)).toEqual([]);
      expect(await rowsOf('conversations')).toHaveLength(6);
      expect((await rowsOf('threads')).length > 0).toBe(hasThreads);
    },
  );

  test('that shows messages no more keeps those that are stored, and reads them when it shows them again', async () => {
    await copy();
    const threads = await rowsOf('threads');
    stub.intercept = (asked) =>
      asked.includes('/messages')
        ? { status: 403, body: { success: false, error: 'unauthorized' } }
        : undefined;
    stub.now += 60_000;
    const _updatedAt = new Date(stub.now).toISOString();
    Object.assign(stub.rooms.get('R6aaaaaaaaaaaaaaa') ?? {}, { onHold: true, _updatedAt });
    let work = await openCopy(database, passingTime(stub));
    await runTask(work, 'poll');
    expect(work.state.notices).toEqual([expect.stringContaining('view-l-room')]);
    expect(await rowsOf('threads')).toHaveLength(threads.length);
    const statusOf = async () =>
      (await rowsOf('conversations')).find(({ id }) => id === 'R6aaaaaaaaaaaaaaa')?.['status'];
    expect(await statusOf()).toBe('on_hold');
    stub.intercept = () => undefined;
    stub.messages.get('R6aaaaaaaaaaaaaaa')?.pop();
    stub.now += 600_000;
    work = await openCopy(database, passingTime(stub));
    await runTask(work, 'poll');
    await runTask(work, 'reconcile');
    await copyFrom(database, { url: stub.url }, passingTime(stub));
    expect(stub.requests.filter((request) => request.includes('R6aaaaaaaaaaaaaaa/messages'))).toHaveLength(3);
  });

  test('that cannot sort rooms by their changes is copied, and followed by its lists', async () => {
    stub.intercept = (path) =>
      path.includes('_updatedAt') ? { status: 400, body: { success: false, error: 'no sort' } } : undefined;
    const { state } = await copy();
    expect(state).toMatchObject({ lacksUpdates: true, phase: 'complete' });
    expect(await storedRows(database)).toEqual(expected);
  });

  test('since a day takes no room from before it, by a poll or a webhook either', async () => {
    const since = Date.parse('2024-03-05T00:00:00Z');
    await copy({ since });
    const work = await openCopy(database, passingTime(stub));
    const [old = ''] = [...stub.rooms.keys()];
    stub.now += 60_000;
    Object.assign(stub.rooms.get(old) ?? {}, { topic: 'new', _updatedAt: new Date(stub.now).toISOString() });
    await runTask(work, 'poll');
    await work.fetchMarked([{ kind: 'room', id: old, times: 1 }]);
    const ids = (await rowsOf('conversations')).map(({ id }) => id);
    expect(ids).toEqual(['R5aaaaaaaaaaaaaaa', 'R6aaaaaaaaaaaaaaa']);
    const lines: string[] = [];
    await work.check({ repair: false, print: (line) => lines.push(line) }, async () => null);
    expect(lines[0]).toMatch(/^2024-03-05T00:00:00Z to /);
  });

  test('that is refused something tells so until it is stored', async () => {
    const room = stub.rooms.get('R2aaaaaaaaaaaaaaa') ?? { _id: '' };
    Object.assign(room, { departmentId: 'no id' });
    await copy();
    const work = await openCopy(database, passingTime(stub));
    await runTask(work, 'poll');
    expect(work.state.refused).toHaveProperty('R2aaaaaaaaaaaaaaa');
    stub.now += 60_000;
    Object.assign(room, { departmentId: 'D1', _updatedAt: new Date(stub.now).toISOString() });
    await runTask(work, 'poll');
    expect(work.state.refused).not.toHaveProperty('R2aaaaaaaaaaaaaaa');
    expect(await rowsOf('conversations')).toHaveLength(6);
  });

  test('whose field gets another option and another name', async () => {
    const field: StubDocument = {
      ...{ _id: 'kind', label: 'Kind', scope: 'room', type: 'select', options: 'a,b' },
    };
    stub.lists.get('custom-fields')?.push(field);
    const answer = (id: string, kind: string) =>
      Object.assign(stub.rooms.get(id) ?? {}, {
        livechatData: { kind },
        _updatedAt: new Date(++stub.now).toISOString(),
      });
    answer('R1aaaaaaaaaaaaaaa', 'a');
    await copy();
    Object.assign(field, { label: 'Sort', options: 'b,c' });
    answer('R5aaaaaaaaaaaaaaa', 'c');
    const { state } = await copy();
    expect(state.refused).toEqual({});
    const names = (await rowsOf('custom_fields')).flatMap(({ name, options }) => [
      name,
      ...(options as { name: string }[]).map((option) => option.name),
    ]);
    expect(new Set(names)).toEqual(new Set(['Sort', 'a', 'b', 'c']));
  });

  test.each([
    ['credentials', 401, '/me', /^Rocket.Chat refuses these credentials \(401\)/],
    ['rooms', 403, '/livechat/rooms', /view-livechat-rooms/],
    ['what it is asked', 400, '/livechat/rooms', /Chat 7.10 does not understand \/api\/v1\/livechat\/rooms/],
  ])('that refuses %s stores nothing', async (_name, status, path, message) => {
    stub.intercept = (asked) =>
      asked.includes(path) ? { status, body: { success: false, error: 'no' } } : undefined;
    await expect(copy()).rejects.toThrow(message);
    expect(await rowsOf('accounts')).toEqual([]);
  });

  test('that sends requests on to another address is not followed', async () => {
    const other = await startRocketchatStub();
    stub.intercept = (path) =>
      path.includes('/me') ? { status: 302, body: '', headers: { location: `${other.url}/` } } : undefined;
    await expect(copy()).rejects.toThrow(/gets no token/);
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test('of before contacts, and with a contact of two visitors', async () => {
    stub.version = '6.3';
    for (const id of ['R2aaaaaaaaaaaaaaa', 'R3aaaaaaaaaaaaaaa'])
      Object.assign(stub.rooms.get(id) ?? {}, { contactId: 'C1', fname: `Visitor of ${id}` });
    await copy();
    const customers = (await rowsOf('customers')).map(({ id, name }) => [id, name]);
    expect(customers).toEqual([
      ['C1', 'Visitor of R3aaaaaaaaaaaaaaa'],
      ['V1', 'Visitor 1'],
      ['V4', null],
      ['V5', null],
    ]);
  });

  test('whose agent is known by a room first is called as the list has it later', async () => {
    Object.assign(stub.rooms.get('R2aaaaaaaaaaaaaaa') ?? {}, { servedBy: { _id: 'A9', username: 'nina' } });
    const nameOf = async () => (await rowsOf('users')).find(({ id }) => id === 'A9')?.['name'];
    await copy();
    expect(await nameOf()).toBe('nina');
    stub.lists.get('users/agent')?.push({ _id: 'A9', username: 'nina', name: 'Nina', roles: [] });
    await copy();
    expect(await nameOf()).toBe('Nina');
  });

  test('tells transfers where they are asked for', async () => {
    const by = { _id: 'A1', username: 'ada' };
    stub.transfers.set('R1aaaaaaaaaaaaaaa', [
      { _id: '', ts: '2024-03-01T09:15:00.000Z', transferredBy: by, scope: 'department' },
    ]);
    await copy({ takesTransfers: true });
    const threads = (await rowsOf('threads')).filter(({ id }) => String(id).startsWith('x-'));
    expect(threads).toMatchObject([{ id: 'x-1709284500000-0', kind: 'line', user_key: 'A1' }]);
  });
});
