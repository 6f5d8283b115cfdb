import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BSON, EJSON } from 'bson';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ownAnswersOf } from '../../src/commands/own-answers.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import {
  collections,
  expectedLines,
  expectedRestLines,
  hasRocketchatData,
  rocketchatPath,
} from './rocketchat-data.ts';
import { copyFrom, passingTime } from './rocketchat-run.ts';
import { startRocketchatStub } from './rocketchat-stub.ts';
import { importedRows, storedRows } from './stored.ts';

type Document = Record<string, unknown>;

interface Counted {
  readonly total: number;
  readonly data: readonly { readonly label: string; readonly value: number }[];
}

describe.skipIf(!hasRocketchatData)('a dump of the made-up workspace', () => {
  let database: Database;
  let folder: string;
  let expected: Record<string, string[]>;

  beforeAll(async () => {
    expected = await importedRows(expectedLines());
  });

  beforeEach(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'deskgraph-dump-test-'));
  });

  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  function bytesOf(collection: string, extension: string): Promise<Buffer> {
    return readFile(rocketchatPath(`mongo/${collection}.${extension}`));
  }

  /** Writes each collection as `write` makes it of its documents and of its file of BSON. */
  async function writeDump(
    name: (collection: string) => string,
    write: (documents: Document[], bson: Buffer) => Buffer | string,
  ): Promise<string[]> {
    return Promise.all(
      collections.map(async (collection) => {
        const lines = (await bytesOf(collection, 'relaxed.ndjson')).toString('utf8').trim().split('\n');
        const documents = lines.map((line) => EJSON.parse(line, { relaxed: true }) as Document);
        const path = join(folder, name(collection));
        await writeFile(path, write(documents, await bytesOf(collection, 'bson')));
        return path;
      }),
    );
  }

  const named = (form: string) => collections.map((one) => rocketchatPath(`mongo/${one}.${form}`));

  test.each([
    ['relaxed lines', () => named('relaxed.ndjson')],
    ['canonical lines', () => named('canonical.ndjson')],
    ['BSON', () => named('bson')],
    ['BSON in the order of the alphabet backwards', () => named('bson').reverse()],
    ['all of these at once', () => [rocketchatPath('mongo')]],
    [
      'BSON in gzip, in a folder of a folder',
      async () => {
        await mkdir(join(folder, 'rocketchat'));
        await writeDump(
          (one) => `rocketchat/${one}.bson.gz`,
          (_documents, bson) => gzipSync(bson),
        );
        await writeFile(join(folder, 'rocketchat', 'users.metadata.json'), '{"indexes":[]}');
        await writeFile(join(folder, 'rocketchat', 'rocketchat_settings.bson'), 'other');
        return [folder];
      },
    ],
    [
      'an array a file',
      () =>
        writeDump(
          (one) => `${one}.json`,
          (documents) => EJSON.stringify(documents, undefined, 2, { relaxed: true }),
        ),
    ],
  ])('as %s becomes the expected records', async (_name, paths) => {
    const { state } = await copyFrom(database, { dump: await paths() });
    expect(state.refused).toEqual({});
    expect(await storedRows(database)).toEqual(expected);
  });

  test('counts the six conversations of March by their statuses', async () => {
    await copyFrom(database, { dump: named('relaxed.ndjson') });
    const period = 'start=2024-03-01T00:00:00Z&end=2024-04-01T00:00:00Z';
    const report = `/api/v1/livechat/analytics/dashboards/conversations-by-status?${period}`;
    const { total, data } = (await ownAnswersOf(database, 'rc')(report)) as Counted;
    expect({ total, ...Object.fromEntries(data.map(({ label, value }) => [label, value])) }).toEqual({
      total: 6,
      Open: 1,
      Closed: 2,
      Queued: 1,
      On_Hold: 2,
    });
  });

  test('copied twice changes nothing', async () => {
    await copyFrom(database, { dump: named('bson') });
    await copyFrom(database, { dump: named('bson') });
    expect(await storedRows(database)).toEqual(expected);
  });

  test('cut off within a document is one refusal, and what stands before is kept', async () => {
    const paths = await writeDump(
      (one) => `${one}.bson`,
      (_documents, bson) => bson,
    );
    const rooms = await bytesOf('rocketchat_room', 'bson');
    const first = rooms.readInt32LE(0);
    await writeFile(join(folder, 'rocketchat_room.bson'), rooms.subarray(0, first + 100));
    const { state } = await copyFrom(database, { dump: paths });
    expect(Object.values(state.refused)).toEqual([
      `${join(folder, 'rocketchat_room.bson')}: the file ends within a document`,
    ]);
    const rows = (await storedRows(database))['conversations'] ?? [];
    expect(rows.map((row) => JSON.parse(row).id)).toEqual(['R1aaaaaaaaaaaaaaa']);
  });

  test('a document that is none is refused by its id, and the others are stored', async () => {
    const paths = await writeDump(
      (one) => `${one}.bson`,
      (documents, bson) =>
        Buffer.concat([bson, BSON.serialize({ ...documents[0], _id: 'broken', ts: 'never' })]),
    );
    const { state } = await copyFrom(database, { dump: [paths[0] ?? '', paths[2] ?? ''] });
    expect(Object.values(state.refused)).toEqual([
      expect.stringMatching(/a document with _id broken is not the expected shape: ts/),
    ]);
    expect((await storedRows(database))['conversations']).toHaveLength(6);
  });

  test('without messages has none, and without subjects and fields none of these', async () => {
    await copyFrom(database, { dump: named('bson'), takesMessages: false });
    const { threads, conversations } = await storedRows(database);
    expect({ threads, rooms: conversations?.length }).toEqual({ threads: [], rooms: 6 });
  });

  test('since a day has the rooms that began then or later', async () => {
    await copyFrom(database, { dump: named('bson'), since: Date.parse('2024-03-05T00:00:00Z') });
    const rows = (await storedRows(database))['conversations'] ?? [];
    expect(rows.map((row) => JSON.parse(row).id)).toEqual(['R5aaaaaaaaaaaaaaa', 'R6aaaaaaaaaaaaaaa']);
  });

  test('deletes what it lacks only where it is complete', async () => {
    await copyFrom(database, { dump: named('bson') });
    const paths = await writeDump(
      (one) => `${one}.bson`,
      (documents) => Buffer.concat(documents.slice(1).map((document) => BSON.serialize(document))),
    );
    const deleted = async () =>
      ((await storedRows(database))['conversations'] ?? [])
        .map((row) => JSON.parse(row))
        .filter((row) => row.deleted)
        .map(({ id }) => id);
    await copyFrom(database, { dump: paths });
    expect(await deleted()).toEqual([]);
    const whole = await readFile(join(folder, 'rocketchat_room.bson'));
    await writeFile(join(folder, 'rocketchat_room.bson'), whole.subarray(0, -50));
    const { state } = await copyFrom(database, { dump: paths, isComplete: true });
    expect(Object.values(state.refused).at(-1)).toMatch(/nothing is deleted/);
    expect(await deleted()).toEqual([]);
    await writeFile(join(folder, 'rocketchat_room.bson'), whole);
    await copyFrom(database, { dump: paths, isComplete: true });
    expect(await deleted()).toEqual(['R1aaaaaaaaaaaaaaa']);
  });

  test('is gone on from by REST: what changed since is read, and nothing else', async () => {
    const stub = await startRocketchatStub();
    try {
      await copyFrom(database, { dump: named('bson') });
      const changed = { topic: 'new', _updatedAt: new Date(stub.now).toISOString() };
      Object.assign(stub.rooms.get('R6aaaaaaaaaaaaaaa') ?? {}, changed);
      await copyFrom(database, { url: stub.url }, passingTime(stub));
      const asked = stub.requests.filter((request) => request.includes('/messages'));
      expect(asked).toEqual([expect.stringContaining('R6aaaaaaaaaaaaaaa')]);
      const { threads, conversations } = await storedRows(database);
      expect(threads).toEqual(expected['threads']);
      expect(conversations?.filter((row) => row.includes('"subject":"new"'))).toHaveLength(1);
    } finally {
      await stub.close();
    }
  });

  test('whose messages are cut off is made whole by REST', async () => {
    const stub = await startRocketchatStub();
    try {
      const paths = await writeDump(
        (one) => `${one}.bson`,
        (_documents, bson) => bson,
      );
      const messages = await bytesOf('rocketchat_message', 'bson');
      await writeFile(join(folder, 'rocketchat_message.bson'), messages.subarray(0, 700));
      await copyFrom(database, { dump: paths });
      const { state } = await copyFrom(database, { url: stub.url }, passingTime(stub));
      expect(state.refused).toEqual({});
      expect(await storedRows(database)).toEqual(await importedRows(expectedRestLines()));
    } finally {
      await stub.close();
    }
  });

  test.each([
    ['an archive', 'workspace.archive', Buffer.from([0x6d, 0xe2, 0x99, 0x81, 1]), /mongodump --out FOLDER/],
    ['a file of no collection', 'rooms.bson', 'x', /named like no collection/],
    ['messages alone', 'rocketchat_message.bson', '', /there is no file rocketchat_room/],
  ])('%s is refused with nothing stored', async (_name, file, content, message) => {
    const path = join(folder, file);
    await writeFile(path, content);
    await expect(copyFrom(database, { dump: [path] })).rejects.toThrow(message);
    expect((await storedRows(database))['accounts']).toEqual([]);
  });
});
