import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConnection } from '../../src/connect/connections.ts';
import { reconcile } from '../../src/connect/helpscout/reconcile.ts';
import { statusLines } from '../../src/connect/status.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { expectedLines, hasHelpScoutData } from './helpscout-data.ts';
import { copyFrom, runOf } from './helpscout-run.ts';
import { startHelpScoutStub } from './helpscout-stub.ts';
import type { HelpScoutStub } from './helpscout-stub-state.ts';
import { passingTime } from './passing-time.ts';
import { importedRows, storedRows } from './stored.ts';

describe.skipIf(!hasHelpScoutData)('a copy of Help Scout', { timeout: 300_000 }, () => {
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

  const status = async (): Promise<string[]> => {
    const connection = await readConnection(database, 'hs');
    if (!connection) throw new Error('there is no connection');
    return (await statusLines(database, connection, stub.now * 1000)).map((line) => line.trim());
  };

  test('holds the expected records, and tells what it could not know', async () => {
    await copyFrom(stub, database);
    expect(await storedRows(database)).toEqual(await importedRows(expectedLines()));
    expect(await status()).toEqual([
      'hs: Help Scout, all inboxes',
      'phase: live',
      'conversations: 56',
      'closed times unknown: 0',
      'handle times: Help Scout does not tell them',
      'ratings with the time of their reply: 1',
      'values of fields that no list has: 0',
      '1 thread of unknown type heymarket',
      'reports: not of this plan or user, so nothing can be checked',
      'unreadable: 0',
      'last change seen: 2024-03-24T08:39:00.000Z, 775260 s ago',
      'last round of changes: 2024-04-02T08:00:00.000Z, 0 s ago',
      'last check: none yet',
    ]);
  });

  test('asks for as much as its formula says, and reads pages backwards', async () => {
    await copyFrom(stub, database);
    const conversations = stub.requests.filter((request) => /\/v2\/conversations/.test(request));
    const window = (from: string, to: string) => `&query=(createdAt:[${from} TO ${to}])`;
    const march = window('2024-03-01T00:00:00Z', '2024-03-31T23:59:59Z');
    const list = 'GET /v2/conversations?status=all&embed=threads&sortField=createdAt&sortOrder=asc';
    const polled =
      '&sortField=modifiedAt&sortOrder=asc&query=(modifiedAt:[2024-04-02T07:50:00Z TO 2024-04-02T07:59:30Z])';
    expect(conversations).toEqual([
      'GET /v2/conversations?status=all&sortField=createdAt&sortOrder=asc&page=1',
      `${list}${window('2024-04-01T00:00:00Z', '2024-04-30T23:59:59Z')}&page=1`,
      ...[1, 3, 2, 1].map((page) => `${list}${march}&page=${page}`),
      'GET /v2/conversations/416351191/threads?page=1',
      'GET /v2/conversations/416351192/threads?page=1',
      'GET /v2/conversations/416351192/threads?page=2',
      ...['all', 'spam'].map(
        (status) => `GET /v2/conversations?status=${status}&embed=threads${polled}&page=1`,
      ),
    ]);
    const others = stub.requests.length - conversations.length;
    const [access, again, perMailbox, lists, ratings] = [3, 2, 3, 4, 1];
    expect(others).toBe(access + again + 2 * perMailbox + lists + ratings);
  });

  test('of an account without anything is empty', async () => {
    stub.account.conversations.length = 0;
    await copyFrom(stub, database);
    const rows = await storedRows(database);
    expect([rows['conversations'], rows['threads'], rows['mailboxes']?.length]).toEqual([[], [], 2]);
  });

  test('is the same after a second run, which reads nothing twice', async () => {
    await copyFrom(stub, database);
    const before = await storedRows(database);
    stub.requests.length = 0;
    await copyFrom(stub, database);
    expect(await storedRows(database)).toEqual(before);
    expect(stub.requests.filter((request) => /createdAt|threads\?/.test(request))).toEqual([]);
  });

  test('has spam that lists of all leave out', async () => {
    stub.allHasSpam = false;
    await copyFrom(stub, database);
    expect(await storedRows(database)).toEqual(await importedRows(expectedLines()));
  });

  test('splits a month of more than 40 pages in two, and has nobody twice', async () => {
    stub.pageSize = 1;
    await copyFrom(stub, database);
    expect(await storedRows(database)).toEqual(await importedRows(expectedLines()));
    const windows = stub.requests.flatMap(
      (request) => /embed.*createdAt:\[(\S+) TO \S+\]\)&page=(\d+)/.exec(request)?.slice(1) ?? [],
    );
    expect(windows.slice(0, 8)).toEqual([
      ...['2024-04-01T00:00:00Z', '1', '2024-03-01T00:00:00Z', '1'],
      ...['2024-03-16T12:00:00Z', '1', '2024-03-16T12:00:00Z', '32'],
    ]);
  });

  test('has the times of ratings that the report of ratings tells', async () => {
    stub.rated = new Map([[9070, { id: 5, conversationId: 416351210, createdAt: '2024-03-14T08:00:00Z' }]]);
    await copyFrom(stub, database);
    const ratings = ((await storedRows(database))['ratings'] ?? []).map((row) => JSON.parse(row));
    expect(ratings).toMatchObject([{ id: '9070', created_at: '2024-03-14T08:00:00+00:00', user_key: '256' }]);
    expect(await status()).toContain('ratings with the time of their reply: 0');
  });

  test('has all but what is deleted while a month is read, and all fields of an inbox', async () => {
    const fields = stub.account.fields['85'] ?? [];
    for (let id = 7000; fields.length < 60; id++) fields.push({ id, name: `Field ${id}`, type: 'NUMBER' });
    const { conversations } = stub.account;
    stub.intercept = (path) => {
      if (!/createdAt:\[2024-03.*page=2$/.test(path)) return undefined;
      conversations.splice(conversations.indexOf(stub.find(500000001)), 1);
      stub.intercept = () => undefined;
      return undefined;
    };
    await copyFrom(stub, database);
    const run = await runOf(stub, database);
    await reconcile(run);
    const rows = await storedRows(database);
    const alive = (rows['conversations'] ?? []).map((row) => JSON.parse(row)).filter((row) => !row.deleted);
    const there = conversations.filter(({ conversation: { state } }) => state === 'published');
    expect(alive.map(({ id }) => id).sort()).toEqual(there.map(({ conversation: { id } }) => `${id}`).sort());
    expect(rows['custom_fields']?.filter((row) => JSON.parse(row).mailbox_key === '85')).toHaveLength(60);
  });

  test('of one inbox has that alone', async () => {
    await copyFrom(stub, database, passingTime(stub), { mailboxes: [86] });
    const rows = await storedRows(database);
    const expected = stub.account.conversations.filter(
      ({ conversation }) => conversation['mailboxId'] === 86,
    );
    expect(rows['conversations']).toHaveLength(expected.length);
    expect(rows['mailboxes']).toHaveLength(1);
  });

  test('from a day on has what was created since', async () => {
    const since = Date.parse('2024-03-20T00:00:00Z') / 1000;
    await copyFrom(stub, database, passingTime(stub), { since });
    const created = ((await storedRows(database))['conversations'] ?? []).map(
      (row) => JSON.parse(row).created_at,
    );
    const expected = stub.account.conversations.filter(
      ({ conversation }) => conversation.createdAt >= '2024-03-20',
    );
    expect(created).toHaveLength(expected.length);
    expect(created.toSorted()[0] >= '2024-03-20').toBe(true);
  });
});
