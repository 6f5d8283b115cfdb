import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConnection } from '../../src/connect/connections.ts';
import { silentProgress } from '../../src/connect/progress.ts';
import { statusLines } from '../../src/connect/status.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { fillChatwoot } from '../load/chatwoot-fill.ts';
import { hasChatwootData, readChatwootData } from './chatwoot-data.ts';
import { copyTables, openTables, timeOfAccount } from './chatwoot-database-run.ts';
import { copyFrom } from './chatwoot-run.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import {
  type ChatwootTables,
  hasServer,
  type PreparedTables,
  prepareChatwootTables,
} from './chatwoot-tables.ts';
import { expectedRows, storedRows } from './stored.ts';

describe.skipIf(!hasChatwootData || !hasServer)(
  'a copy of Chatwoot by its database',
  { timeout: 300_000 },
  () => {
    let prepared: PreparedTables;
    let tables: ChatwootTables;
    let database: Database;

    beforeAll(async () => {
      prepared = await prepareChatwootTables();
    });

    afterAll(() => prepared.drop());

    beforeEach(async () => {
      tables = await prepared.copy();
      database = await freshDatabase();
    });

    afterEach(async () => {
      await database.close();
      await tables.drop();
    });

    /** Which transaction wrote each row. */
    async function writers(): Promise<unknown> {
      const accountKey = 1;
      return database.prisma.$queryRaw`
      select 'conversation' as type, id, xmin::text as writer from conversations where account_key = ${accountKey}
      union all select 'thread', id, xmin::text from threads where account_key = ${accountKey}
      union all select 'customer', id, xmin::text from customers where account_key = ${accountKey}
      order by 1, 2`;
    }

    test('holds the expected records, and tells what it could not know', async () => {
      await copyTables(tables, database);
      expect(await storedRows(database)).toEqual(await expectedRows('db'));
      const connection = await readConnection(database, 'acme');
      if (!connection) throw new Error('there is no connection');
      const lines = await statusLines(database, connection, timeOfAccount().now());
      expect(lines.map((line) => line.trim())).toEqual([
        'acme: Chatwoot account 1 at https://chat.example.com, by its database',
        'phase: live',
        'conversations: 30',
        'closed times unknown: 2',
        "values not of their field's type: 1",
        'messages whose attributes cannot be read: 0',
        'unreadable: 0',
        'last change seen: 2024-03-31T13:20:02.123Z, 153598 s ago',
        'last round of changes: 2024-04-02T08:00:00.000Z, 0 s ago',
        'last check: equal, 2024-04-02T08:00:00.000Z, 0 s ago',
      ]);
    });

    test('counts each period as Chatwoot does', async () => {
      await copyTables(tables, database);
      const work = await openTables(tables, database);
      const periods = readChatwootData('example-channel-summaries.json') as {
        since: number;
        until: number;
      }[];
      expect(periods).toHaveLength(6);
      for (const { since, until } of periods) {
        const { line } = await work.check({ since, until, repair: false, print: () => {} }, async () => null);
        expect(line).toBe('equal');
      }
    });

    test('is the same after a second run, which writes nothing', async () => {
      await copyTables(tables, database);
      const before = await writers();
      await copyTables(tables, database);
      expect(await writers()).toEqual(before);
      expect(await storedRows(database)).toEqual(await expectedRows('db'));
    });

    test('comes to the same where the connection changes its way, and changes it back', async () => {
      const stub = await startChatwootStub();
      const partsOf = async (rows: Promise<Record<string, string[]>>) => {
        const { conversations, threads, ratings, field_values } = await rows;
        return { conversations, threads, ratings, field_values };
      };
      try {
        await copyFrom(stub, database);
        await copyTables(tables, database);
        expect(await storedRows(database)).toEqual(await expectedRows('db'));
        await copyFrom(stub, database);
        expect(await partsOf(storedRows(database))).toEqual(await partsOf(expectedRows('rest')));
      } finally {
        await stub.close();
      }
    });

    test.each([
      ['answers to nobody', { url: 'http://127.0.0.1:1', tokenEnv: 'CHATWOOT_TOKEN' }],
      ['has a token file that is not there', { url: 'http://127.0.0.1:1', tokenFile: '/nowhere/token' }],
    ])('is right although the REST API %s', async (_what, changed) => {
      const { state } = await copyTables(tables, database, timeOfAccount(), changed);
      expect(state.lastCheck?.outcome).toBe('equal');
    });

    test.each(['4.9.0', '3.9.0'])(
      'is compared with the database alone beside a Chatwoot %s',
      async (version) => {
        const stub = await startChatwootStub();
        try {
          stub.version = version;
          const { state } = await copyTables(tables, database, timeOfAccount(), {
            url: stub.url,
            tokenEnv: 'CHATWOOT_TOKEN',
          });
          expect(state.lastCheck?.outcome).toBe('equal');
          expect(await storedRows(database)).toEqual(await expectedRows('db'));
        } finally {
          await stub.close();
        }
      },
    );

    test('has the office hours that all inboxes share, or those of the one that is chosen', async () => {
      const officeHours = async () =>
        (await database.prisma.account.findUniqueOrThrow({ where: { id: 'acme' } })).officeHours;
      await copyTables(tables, database);
      const shared = await officeHours();
      expect(shared).toMatchObject({ enabled: true });
      await tables.inside((client) => client.query("update inboxes set timezone = 'UTC' where id = 11"));
      const { state } = await copyTables(tables, database);
      expect(await officeHours()).toMatchObject({ enabled: false });
      expect(state.notices).toContainEqual(
        expect.stringMatching(/^inboxes 10 .* have different working hours/),
      );
      await copyTables(tables, database, timeOfAccount(), { officeHours: 10 });
      expect(await officeHours()).toEqual(shared);
    });

    test('goes on where a statement took too long', async () => {
      const slow = new URL(tables.url);
      slow.searchParams.set('options', '-c statement_timeout=200ms');
      const time = timeOfAccount();
      await copyTables({ url: slow.href }, database);
      const before = await storedRows(database);
      const waited: number[] = [];
      await tables.inside(async (client) => {
        await client.query('begin; lock table messages in access exclusive mode');
        const sleep: typeof time.sleep = async (milliseconds) => {
          waited.push(milliseconds);
          if (waited.length === 2) await client.query('commit');
        };
        await copyTables({ url: slow.href }, database, { ...time, sleep });
      });
      expect(waited.slice(0, 2)).toEqual([1000, 2000]);
      expect(await storedRows(database)).toEqual(before);
    });

    test('of several pages is the same in one go and after a stop, with the next page ready', async () => {
      const empty = await prepareChatwootTables(true);
      const large = await empty.copy();
      const stopped = await freshDatabase();
      try {
        await large.inside((client) => fillChatwoot(client, 2500));
        const pages: number[] = [];
        const counting = { ...silentProgress, done: (count: number) => void pages.push(count) };
        await copyTables(large, database, timeOfAccount(), {}, counting);
        expect(pages).toEqual([928, 928, 644]);
        const rows = await storedRows(database);
        expect(rows['conversations']).toHaveLength(2500);
        expect(rows['customers']?.filter((row) => row.includes('"name":"Contact '))).toHaveLength(2000);

        const stopping = {
          ...silentProgress,
          done: () => {
            throw new Error('stopped');
          },
        };
        await expect(copyTables(large, stopped, timeOfAccount(), {}, stopping)).rejects.toThrow('stopped');
        expect((await storedRows(stopped))['conversations']).toHaveLength(928);
        await copyTables(large, stopped);
        expect(await storedRows(stopped)).toEqual(rows);
      } finally {
        await stopped.close();
        await large.drop();
        await empty.drop();
      }
    });
  },
);
