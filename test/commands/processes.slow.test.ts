import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { keepRollupsFresh } from '../../src/counting/ahead/upkeep.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { hasChatwootData } from '../connect/chatwoot-data.ts';
import { startChatwootStub } from '../connect/chatwoot-stub.ts';
import { stubToken } from '../connect/chatwoot-stub-state.ts';
import { type RunningServer, runCommand, startServer } from '../harness/command.ts';
import { type DatabasePlace, emptyPlace, freshPlace } from '../harness/database.ts';
import { importLines } from '../harness/import.ts';

// Whole commands run here, and an embedded database serves one process.
vi.setConfig({ testTimeout: 120_000 });
const isOnServer = process.env['TEST_DATABASE_URL'] !== undefined;

describe.runIf(isOnServer)('several processes at one database', () => {
  test('two migrate at once, and each migration is applied by one of them', async () => {
    const place = await emptyPlace();
    const migrate = () => runCommand(['migrate'], { ...place.settings });
    const ran = await Promise.all([migrate(), migrate()]);
    expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const applied = ran.flatMap(({ stdout }) => stdout.match(/(?<=applied ).*/g) ?? []);
    expect(applied.sort()).toEqual(readdirSync('prisma/migrations').filter((name) => /^\d/.test(name)));
    await place.drop();
  });

  describe('upkeep', () => {
    let place: DatabasePlace;
    let one: Database;
    let other: Database;

    beforeAll(async () => {
      place = await freshPlace();
      [one, other] = await Promise.all([openDatabase(place.settings), openDatabase(place.settings)]);
    });

    afterAll(async () => {
      await Promise.all([one.close(), other.close()]);
      await place.drop();
    });

    test('an account is counted by one process at a time; the others neither wait nor count again', async () => {
      const end = new Date('2026-01-01T00:00:00Z');
      await importLines(one, [
        ...generateHelpdesk({ conversations: 300, seed: 5, end, days: 300, account: 'acme' }),
      ]);
      const stale = async () =>
        (await one.prisma.staleDay.groupBy({ by: ['month'], where: { accountKey: 1 } })).length;
      const months = await stale();
      await one.prisma
        .$executeRaw`update stale_days set marked_at = now() - interval '1 hour' where account_key = ${1}`;
      const counted = [one, other].map((database) => {
        const statements: string[] = [];
        database.prisma.$on('query', ({ query }) => {
          if (/delete from stale_days/.test(query)) statements.push(query);
        });
        return statements;
      });
      // As an import does that touches the days and has not ended: whoever counts them waits.
      const importing = await one.openSession?.(() => {});
      await importing?.query('begin');
      await importing?.query('select day from stale_days for update');
      const stops = [one, other].map((database) =>
        keepRollupsFresh(database, 10, (error) => expect.unreachable(String(error))),
      );
      const waiting = () =>
        one.probe.$queryRaw<object[]>`
          select wait_event from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and now() - query_start > interval '500 ms'`;
      // The months and the customers, each in one transaction of one process.
      try {
        await vi.waitFor(async () => expect(await waiting()).toHaveLength(2), { timeout: 10_000 });
        for (let looks = 0; looks < 20; looks += 1) expect(await waiting()).toHaveLength(2);
      } finally {
        await importing?.close();
      }
      await vi.waitFor(async () => expect(await stale()).toBe(0), { timeout: 30_000, interval: 100 });
      await Promise.all(stops.map((stop) => stop()));
      expect(counted.flat()).toHaveLength(months + 1);
    });
  });

  describe.skipIf(!hasChatwootData)('a connected account', () => {
    const servers: RunningServer[] = [];
    afterEach(() => Promise.all(servers.map(({ stop }) => stop('SIGKILL'))));

    test('is kept current by one process, and by the next where that is killed', async () => {
      const [stub, place] = [await startChatwootStub(), await freshPlace()];
      stub.now = Math.floor(Date.now() / 1000);
      const environment = { ...place.settings, CHATWOOT_TOKEN: stubToken, LOG_LEVEL: 'warn' };
      const options = ['--public-url', 'https://chat.example.com', '--rate', '100000', '--once'];
      const connected = await runCommand(
        ['connect', 'chatwoot', '--url', stub.url, '--account', '1', '--as', 'acme', ...options],
        environment,
      );
      expect(connected).toMatchObject({ code: 0 });
      const start = async (): Promise<RunningServer> => {
        const server = await startServer(environment);
        servers.push(server);
        return server;
      };
      const sent = async ({ address }: RunningServer): Promise<number> => {
        const metrics = await (await fetch(`${address}/metrics`)).text();
        return [...metrics.matchAll(/^deskgraph_connect_requests_total\{.*\} (\d+)$/gm)]
          .map(([, count]) => Number(count))
          .reduce((sum, count) => sum + count, 0);
      };
      const database = await openDatabase(place.settings);
      /** As a delivery of the source does. */
      const mark = () =>
        database.prisma.$executeRaw`
          insert into connection_marks (account_key, kind, id, first_at, due_at, times)
          select key, 'conversation', ${String(conversation)}, now(), now(), 1 from accounts where key = ${1}`;
      const [conversation] = stub.conversations.keys();
      const [one, other] = [await start(), await start()];
      const before = stub.requests.length;
      await mark();
      await vi.waitFor(() => expect(stub.requests.length).toBeGreaterThan(before), { timeout: 30_000 });
      await sleep(3000);
      const asked = stub.requests.slice(before);
      expect(new Set(asked).size).toBe(asked.length);
      const requests = await Promise.all([sent(one), sent(other)]);
      expect(requests.filter((count) => count > 0)).toHaveLength(1);
      const [holder, heir] = requests[0] ? [one, other] : [other, one];
      await holder.stop('SIGKILL');
      await mark();
      await vi.waitFor(async () => expect(await sent(heir)).toBeGreaterThan(0), { timeout: 60_000 });
      await database.close();
      await heir.stop();
      await stub.close();
      await place.drop();
    });
  });
});
