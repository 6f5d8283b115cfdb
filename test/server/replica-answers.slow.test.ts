import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OwnPostgres, postgresPrograms } from '../harness/own-postgres.ts';
import { withServer } from '../harness/postgres.ts';
import {
  createReplicated,
  type Replicated,
  serverOn,
  setPaused,
  untilInUse,
  untilItShows,
} from '../harness/replicated.ts';

const programs = postgresPrograms();
const remembering = { ANSWER_MEMORY_MB: '10' };

// Needs the programs of a PostgreSQL server: only replicas of its own can be kept at different states.
describe.skipIf(!programs)('answers that are remembered of replicas', () => {
  let desk: Replicated;
  let first: OwnPostgres;
  let second: OwnPostgres;

  beforeAll(async () => {
    desk = await createReplicated(programs ?? '', 2);
    [first, second] = desk.replicas as [OwnPostgres, OwnPostgres];
    await desk.grow(3);
    for (const replica of desk.replicas) await untilItShows(replica, 3);
  });

  afterAll(() => desk.destroy());

  const subjects = '{ conversations(first: 1) { nodes { subject } } }';

  test('what a replica answered while it went on is not given as the answer of the version before', async () => {
    // The first one is asked while it is in use.
    const server = serverOn(desk, [first.url, second.url], remembering, 60_000);
    await untilInUse(server.replicas, 2);
    const ask = async () => {
      const body = JSON.stringify({ query: subjects });
      const answer = await server.send('/graphql', { method: 'POST', body });
      const { data, extensions } = await answer.json();
      return [data.conversations.nodes[0].subject, extensions.version];
    };
    const before = await desk.version();
    await setPaused(second, true);
    await withServer(desk.primary.url, async (client) => {
      await client.query('begin; lock table conversations in access exclusive mode');
      // The replica is told of the lock with the next transaction that is stored.
      await withServer(desk.primary.url, (other) => other.query('create table noise (); drop table noise'));
      const answer = ask();
      await withServer(first.url, (other) =>
        vi.waitFor(async () => {
          const { rowCount } = await other.query(
            `select from pg_stat_activity where wait_event_type = 'Lock' and backend_type = 'client backend'`,
          );
          expect(rowCount).toBe(1);
        }, 20_000),
      );
      await client.query(
        `update conversations set subject = 'new'; update accounts set version = default; commit`,
      );
      expect(await answer).toEqual(['new', before]);
    });
    await first.stop();
    await untilInUse(server.replicas, 1);
    expect(await ask()).toEqual([null, before]);
    expect(await ask()).toEqual([null, before]);
    expect(await server.measured()).toContain('deskgraph_answers_total{result="hit"} 1\n');
    await first.start();
    await setPaused(second, false);
    await untilInUse(server.replicas, 2);
    await vi.waitFor(async () => expect(await ask()).toEqual(['new', await desk.version()]), 20_000);
    await server.close();
  });

  test('beside a writer, with replicas that stop and go on: no answer is older than the version that it names', async () => {
    const server = serverOn(desk, [first.url, second.url], remembering, 2000);
    await untilInUse(server.replicas, 2);
    const sizeAt = new Map([[await desk.version(), 3]]);
    let begun = 3;
    let isOver = false;
    const writer = async () => {
      for (; begun < 40; ) {
        begun += 1;
        await desk.grow(begun);
        sizeAt.set(await desk.version(), begun);
      }
      isOver = true;
    };
    const pauses = async () => {
      while (!isOver)
        for (const replica of desk.replicas) {
          await setPaused(replica, true);
          await sleep(150);
          await setPaused(replica, false);
        }
    };
    const answers: { total: number; version: string; least: string; most: number }[] = [];
    const reader = async (follows: boolean) => {
      let seen = '0';
      while (!isOver) {
        const { status, total, version } = await server.ask({ 'deskgraph-version': seen });
        expect(status).toBe(200);
        answers.push({ total: total ?? 0, version: version ?? '', least: seen, most: begun });
        if (follows) seen = version ?? '';
      }
    };
    await Promise.all([writer(), pauses(), ...[true, true, false, false].map(reader)]);
    const wrong = answers.filter(({ total, version, least, most }) => {
      const size = sizeAt.get(version) ?? Number.POSITIVE_INFINITY;
      return total < size || total > most || BigInt(version) < BigInt(least);
    });
    expect(wrong).toEqual([]);
    // Those of a later state were read while it was written.
    const exact = answers.filter(({ total, version }) => total === sizeAt.get(version));
    expect(exact.length).toBeGreaterThan(answers.length * 0.9);
    const measured = await server.measured();
    for (const metric of ['answers_total{result="hit"}', 'answers_total{result="miss"}'])
      expect(measured).toContain(`deskgraph_${metric} `);
    expect(measured.match(/deskgraph_reads_total.* [1-9]/g)).toHaveLength(3);
    await server.close();
  });
});
