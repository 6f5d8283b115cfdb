import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { differencesIn } from '../../src/connect/chatwoot/windows.ts';
import { readConnection } from '../../src/connect/connections.ts';
import { statusLines } from '../../src/connect/status.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasChatwootData, readChatwootData } from './chatwoot-data.ts';
import { copyFrom, runOf } from './chatwoot-run.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import type { ChatwootStub } from './chatwoot-stub-state.ts';
import { passingTime } from './passing-time.ts';
import { expectedRows, storedRows } from './stored.ts';

describe.skipIf(!hasChatwootData)('a copy of Chatwoot by REST', { timeout: 300_000 }, () => {
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

  async function status(): Promise<string[]> {
    const connection = await readConnection(database, 'acme');
    if (!connection) throw new Error('there is no connection');
    return statusLines(database, connection, stub.now * 1000);
  }

  test('holds the expected records, and tells what it could not know', async () => {
    await copyFrom(stub, database);
    expect(await storedRows(database)).toEqual(await expectedRows('rest'));
    expect((await status()).map((line) => line.trim())).toEqual([
      `acme: Chatwoot account 1 at ${stub.url}, by REST`,
      'phase: live',
      'conversations: 30',
      'closed times unknown: 2',
      "values not of their field's type: 1",
      'unreadable: 0',
      'last change seen: 2024-03-31T13:20:02.123Z, 153598 s ago',
      'last round of changes: 2024-04-02T08:00:00.000Z, 0 s ago',
      'last check: equal, 2024-04-02T08:00:00.000Z, 0 s ago',
    ]);
  });

  test('takes no more requests than its formula, and those of the check', async () => {
    const time = passingTime(stub);
    await copyFrom(stub, database, time);
    const [n, e, k] = [30, stub.requests.filter((path) => path.includes('reporting_events')).length, 3];
    const formula = 7 + Math.ceil(n / 25) + 1 + n + e + Math.ceil(k / 25) + 1 + 5;
    const windows = stub.requests.filter((path) => path.includes('summary_reports')).length;
    expect(stub.requests.length).toBeLessThanOrEqual(formula + windows + 1);
    expect(e).toBeLessThan(30);
  });

  test('counts each period as Chatwoot does', async () => {
    await copyFrom(stub, database);
    const run = await runOf(stub, database);
    const periods = readChatwootData('example-channel-summaries.json') as {
      since: number;
      until: number;
      answer: unknown;
    }[];
    expect(periods).toHaveLength(6);
    for (const { since, until, answer } of periods) {
      // The stub counts its own conversations; it must come to what Chatwoot answered before it can judge the copy.
      expect(await run.client.channelSummary(since, until)).toEqual(answer);
      expect(await differencesIn({ ...run, truth: run.client }, { since, until })).toEqual([]);
    }
  });

  test('is the same after a second run', async () => {
    await copyFrom(stub, database);
    const before = await storedRows(database);
    await copyFrom(stub, database);
    expect(await storedRows(database)).toEqual(before);
  });
});
