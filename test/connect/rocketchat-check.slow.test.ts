import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasRocketchatData } from './rocketchat-data.ts';
import { copyFrom, openCopy, passingTime } from './rocketchat-run.ts';
import { startRocketchatStub } from './rocketchat-stub.ts';
import type { RocketchatStub } from './rocketchat-stub-state.ts';

const march = {
  since: Date.parse('2024-03-01T00:00:00Z') / 1000,
  until: Date.parse('2024-04-01T00:00:00Z') / 1000,
};
const report = '/conversations-by-status';

describe.skipIf(!hasRocketchatData)('the check of a copy of Rocket.Chat', { timeout: 300_000 }, () => {
  let stub: RocketchatStub;
  let database: Database;

  beforeEach(async () => {
    stub = await startRocketchatStub();
    database = await freshDatabase();
    await copyFrom(database, { url: stub.url }, passingTime(stub));
  });

  afterEach(async () => {
    await stub.close();
    await database.close();
  });

  async function checkNow(options: object = march) {
    const work = await openCopy(database, passingTime(stub));
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const { exitCode } = await work.check({ repair: false, ...options, print }, async () => null);
    return { exitCode, lines };
  }

  test('explains what is counted under other statuses, or several', async () => {
    expect(await checkNow()).toEqual({
      exitCode: 0,
      lines: [
        '2024-03-01T00:00:00Z to 2024-04-01T00:00:00Z: explained',
        '  Open: 1 in Rocket.Chat = Open 1',
        '  Queued: 2 in Rocket.Chat = Queued 1 + heldUnserved 1',
        '  On_Hold: 2 in Rocket.Chat = On_Hold 2',
        '  Closed: 2 in Rocket.Chat = Closed 2 + reopened 1 − closedNoDuration 1',
        'explained',
      ],
    });
  });

  test('names the status whose difference nothing explains', async () => {
    stub.intercept = (path) => {
      if (!path.includes(report)) return undefined;
      const data = { Open: 1, Closed: 2, Queued: 3, On_Hold: 2 };
      const rows = Object.entries(data).map(([label, value]) => ({ label, value }));
      return { status: 200, body: { total: 6, data: rows, success: true } };
    };
    const { exitCode, lines } = await checkNow();
    expect(exitCode).toBe(1);
    expect(lines).toContain('  Queued: 3 in Rocket.Chat ≠ Queued 1 + heldUnserved 1');
    expect(lines.at(-1)).toBe('1 differences');
  });

  test.each([
    ['requeued', 'R2', { metrics: { chatDuration: 5 } }],
    ['heldReopened', 'R3', { metrics: { chatDuration: 5 } }],
    ['closedHeld', 'R1', { onHold: true }],
    ['oddHold', 'R6', { onHold: 1 }],
  ])('explains %s', async (name, letter, changed) => {
    Object.assign(stub.rooms.get(`${letter}aaaaaaaaaaaaaaa`) ?? {}, changed, {
      _updatedAt: new Date(stub.now).toISOString(),
    });
    await copyFrom(database, { url: stub.url }, passingTime(stub));
    const { exitCode, lines } = await checkNow();
    expect(lines.join('\n')).toMatch(new RegExp(`[+−] ${name} 1`));
    expect({ exitCode, last: lines.at(-1) }).toEqual({ exitCode: 0, last: 'explained' });
  });

  test('of twelve months and a week is equal where no room has several marks or none', async () => {
    for (const letter of ['R4', 'R5', 'R6']) stub.rooms.delete(`${letter}aaaaaaaaaaaaaaa`);
    await copyFrom(database, { url: stub.url }, passingTime(stub));
    const { exitCode, lines } = await checkNow({});
    expect(lines).toHaveLength(14);
    expect({ exitCode, last: lines.at(-1) }).toEqual({ exitCode: 0, last: 'equal' });
  });

  test('finds a change that came meanwhile by a poll, and mends what no poll can find where it is asked to', async () => {
    const room = stub.rooms.get('R2aaaaaaaaaaaaaaa') ?? { _id: '' };
    Object.assign(room, { servedBy: { _id: 'A2', username: 'bob' } });
    const { exitCode, lines } = await checkNow();
    expect(exitCode).toBe(1);
    expect(lines).toContain('  room R2aaaaaaaaaaaaaaa is Open there and Queued here');
    expect(await checkNow({ ...march, repair: true })).toMatchObject({ exitCode: 0 });
    Object.assign(room, { onHold: true, _updatedAt: new Date(stub.now).toISOString() });
    expect(await checkNow()).toMatchObject({ exitCode: 0 });
  });

  test('refuses a monitor, and says where there is nothing to ask', async () => {
    stub.roles = ['livechat-monitor'];
    await expect(checkNow()).rejects.toThrow(/monitor/);
    stub.roles = ['livechat-manager', 'livechat-monitor'];
    stub.intercept = (path) => (path.includes(report) ? { status: 404, body: 'no route' } : undefined);
    expect(await checkNow()).toMatchObject({ exitCode: 2 });
  });
});
