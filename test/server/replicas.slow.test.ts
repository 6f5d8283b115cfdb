import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { revokeToken } from '../../src/auth/tokens.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { readOn } from '../../src/database/read-on.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { startServer } from '../harness/command.ts';
import { createReplica, freePort, type OwnPostgres, postgresPrograms } from '../harness/own-postgres.ts';
import { pgbouncerProgram, startPgbouncer } from '../harness/pgbouncer.ts';
import { withServer } from '../harness/postgres.ts';
import {
  connections,
  conversationOf,
  createReplicated,
  mailbox,
  type Replicated,
  type ServerOn,
  serverOn,
  setPaused,
  totalQuery,
  untilInUse,
  untilItShows,
} from '../harness/replicated.ts';
import { proxyTo } from '../harness/silent-proxy.ts';

const programs = postgresPrograms();

// Needs the programs of a PostgreSQL server: only a replica of its own can be paused, lost and promoted.
describe.skipIf(!programs)('reading on replicas', () => {
  let desk: Replicated;
  let replica: OwnPostgres;
  let size = 1;
  const grow = async () => {
    size += 1;
    await desk.grow(size);
  };

  beforeAll(async () => {
    desk = await createReplicated(programs ?? '', 1);
    replica = desk.replicas[0] as OwnPostgres;
  });

  afterAll(() => desk.destroy());

  /** Asks a server that reads on the replica, which it is sure to by then. */
  async function onReplica(
    work: (server: ServerOn) => Promise<void>,
    { url = replica.url, environment = {}, mostMilliseconds = 60_000 } = {},
  ): Promise<void> {
    await untilItShows(replica, size);
    const server = serverOn(desk, [url], environment, mostMilliseconds);
    try {
      await untilInUse(server.replicas, 1);
      await work(server);
    } finally {
      await server.close();
    }
  }

  /** The same while the replica stays where it is and the primary has one more conversation. */
  const onReplicaBehind: typeof onReplica = (work, options) =>
    onReplica(async (server) => {
      await setPaused(replica, true);
      await grow();
      try {
        await work(server);
      } finally {
        await setPaused(replica, false);
      }
    }, options);

  test('answers are of the state of the replica, and say which it is', async () => {
    const before = await desk.version();
    await onReplicaBehind(async ({ ask, measured }) => {
      expect(await ask()).toEqual({ status: 200, total: size - 1, version: before, header: before });
      expect(await measured()).toMatch(/deskgraph_reads_total\{server="127\.0\.0\.1:\d+\/postgres"\} 1\n/);
    });
  });

  test('downloads and faces are read there as well', async () => {
    await onReplicaBehind(async ({ send }) => {
      const rows = async (headers = {}) => {
        const answer = await send('/export/conversations.csv', {}, headers);
        return [(await answer.text()).trim().split('\n').length - 1, answer.headers.get('deskgraph-version')];
      };
      const version = await desk.version();
      expect(await rows()).toEqual([size - 1, expect.not.stringMatching(version)]);
      expect(await rows({ 'deskgraph-version': version })).toEqual([size, version]);
    });
  });

  test('a client that has seen more is answered by the primary, until the replica has seen it too', async () => {
    const server = serverOn(desk, [replica.url], {}, 60_000);
    await onReplicaBehind(async ({ ask }) => {
      const version = await desk.version();
      const told = { status: 200, version, header: version };
      expect(await ask({ 'deskgraph-version': version })).toEqual({ ...told, total: size });
      // Nobody has it: there is nothing newer than the primary.
      const next = String(BigInt(version) + 1n);
      expect(await ask({ 'deskgraph-version': next })).toEqual({ ...told, total: size });
    });
    await untilItShows(replica, size);
    await untilInUse(server.replicas, 1);
    await server.ask({ 'deskgraph-version': await desk.version() });
    expect(await server.measured()).not.toContain('deskgraph_reads_total{server="primary"}');
    await server.close();
  });

  test('a token that is revoked is refused at once, and one that is new is known at once', async () => {
    const id = await tokenFor(desk.database, 'acme');
    await onReplica(async () => {});
    await withServer(replica.url, (client) =>
      vi.waitFor(async () => {
        const { rowCount } = await client.query('select from tokens having count(*) = 2');
        expect(rowCount).toBe(1);
      }, 20_000),
    );
    await onReplicaBehind(async ({ ask }) => {
      expect((await ask({}, id)).total).toBe(size - 1);
      await revokeToken(desk.database, '1-2', new Date());
      expect((await ask({}, id)).status).toBe(401);
      expect((await ask({}, await tokenFor(desk.database, 'acme'))).total).toBe(size);
    });
  });

  test('a replica that is behind is left out, and comes back by itself', async () => {
    await onReplicaBehind(
      async ({ ask, replicas, told, measured }) => {
        const ofReplica = '{replica="127.0.0.1:PORT/postgres"}';
        const metrics = async () => (await measured()).replaceAll(/:\d+\//g, ':PORT/');
        await untilInUse(replicas, 0);
        expect(await ask()).toMatchObject({ status: 200, total: size });
        expect(await metrics()).toContain(`deskgraph_replica_in_use${ofReplica} 0\n`);
        await setPaused(replica, false);
        await untilInUse(replicas, 1);
        expect(await metrics()).toContain(`deskgraph_replica_lag_seconds${ofReplica} `);
        // At the first look it may have been on its way to where the primary was.
        expect(told.slice(-3).map(([, trouble]) => trouble?.replace(/\d+/, 'N'))).toEqual([
          undefined,
          'its rows are N ms old',
          undefined,
        ]);
      },
      { mostMilliseconds: 2000 },
    );
  });

  test('a replica is not behind where nothing is written for longer than it may be', async () => {
    await onReplica(
      async ({ replicas, told }) => {
        const changes = told.length;
        await new Promise((resolve) => setTimeout(resolve, 6000));
        expect(told.slice(changes)).toEqual([]);
        expect(replicas.all[0]?.age()).toBeLessThan(3000);
      },
      { mostMilliseconds: 3000 },
    );
  });

  /** Holds the table of conversations, so that every report waits, on the replica too, while work runs. */
  const whileReportsWait = (work: (goOn: () => Promise<unknown>) => Promise<void>) =>
    withServer(desk.primary.url, async (client) => {
      await client.query('begin; lock table conversations in access exclusive mode');
      // The replica is told of the lock with the next transaction that is stored.
      await withServer(desk.primary.url, (other) => other.query('create table noise (); drop table noise'));
      await work(() => client.query('rollback'));
    });

  const waitingOn = ({ url }: OwnPostgres) =>
    withServer(url, async (client) => {
      const { rows } = await client.query(
        `select count(*)::int as count from pg_stat_activity
         where wait_event_type = 'Lock' and backend_type = 'client backend'`,
      );
      return rows[0].count as number;
    });

  test('lost in the middle of statements: they are read on the primary', async () => {
    await onReplica(async ({ ask, replicas, told }) => {
      await whileReportsWait(async (goOn) => {
        const answers = [ask(), ask(), ask()];
        await vi.waitFor(async () => expect(await waitingOn(replica)).toBeGreaterThan(0), 20_000);
        await replica.stop();
        await vi.waitFor(async () => expect(await waitingOn(desk.primary)).toBeGreaterThan(0), 20_000);
        await goOn();
        for (const answer of answers) expect(await answer).toMatchObject({ status: 200, total: size });
      });
      await untilInUse(replicas, 0);
      expect(await ask()).toMatchObject({ status: 200, total: size });
      await replica.start();
      await untilInUse(replicas, 1);
      expect(told.slice(1)).toEqual([
        [expect.stringContaining('/postgres'), expect.any(String)],
        [expect.stringContaining('/postgres'), null],
      ]);
    });
  });

  test('lost between the parts of an answer: the rest is read on the primary', async () => {
    await onReplica(async ({ send }) => {
      await whileReportsWait(async (goOn) => {
        const body = JSON.stringify({ query: `{ account { id } ... @defer ${totalQuery} }` });
        const headers = { accept: 'multipart/mixed' };
        const answer = await send('/graphql', { method: 'POST', body }, headers);
        await vi.waitFor(async () => expect(await waitingOn(replica)).toBe(1), 20_000);
        await replica.stop();
        await goOn();
        const text = await answer.text();
        expect(text).toContain('"account":{"id":"acme"}');
        expect(text).toContain(`"total":${size}`);
        expect(text.match(/"version":"\d+"/g)).toHaveLength(1);
      });
      await replica.start();
    });
  });

  test('lost between the pages of a download: the rest is read on the primary', async () => {
    const pages = 4500;
    const records = Array.from({ length: pages }, (_, number) => conversationOf(number));
    await createAccount(desk.database, 'long', { records: [mailbox, ...records] });
    const token = await tokenFor(desk.database, 'long');
    await withServer(replica.url, (client) =>
      vi.waitFor(async () => {
        const { rowCount } = await client.query(`select from tokens where account_key = 2`);
        expect(rowCount).toBe(1);
      }, 20_000),
    );
    await onReplica(async ({ send, measured }) => {
      const answer = await send('/export/conversations.csv', {}, {}, token);
      await replica.stop();
      expect((await answer.text()).trim().split('\n')).toHaveLength(pages + 1);
      expect(await measured()).not.toContain('deskgraph_reads_total{server="primary"}');
      await replica.start();
    });
  });

  test('a request that is given up says nothing of the replica', async () => {
    await onReplica(
      async ({ ask, replicas, told }) => {
        await whileReportsWait(async (goOn) => {
          const answer = ask();
          await vi.waitFor(async () => expect(await waitingOn(replica)).toBe(1), 20_000);
          expect((await answer).status).toBe(503);
          expect(replicas.all[0]?.trouble()).toBe(null);
          await goOn();
        });
        expect(told.at(-1)?.[1]).toBe(null);
        expect((await ask()).status).toBe(200);
      },
      { environment: { REQUEST_TIMEOUT_MS: '1000' } },
    );
  });

  test('lost and started again and again under load: no request fails', async () => {
    await onReplica(async ({ ask, replicas, measured }) => {
      let isOver = false;
      const wrong: unknown[] = [];
      const readers = Array.from({ length: 8 }, async () => {
        for (let asked = 0; !isOver; asked++) {
          const { status, total } = await ask();
          if (status !== 200 || total !== size) wrong.push([asked, status, total]);
        }
      });
      for (let turn = 0; turn < 3; turn++) {
        await replica.stop();
        await untilInUse(replicas, 0);
        await replica.start();
        await untilInUse(replicas, 1);
      }
      isOver = true;
      await Promise.all(readers);
      expect(wrong).toEqual([]);
      expect(await measured()).toMatch(/deskgraph_reads_total\{server="primary"\} [1-9]/);
    });
  });

  test('silent, as a host that has vanished: what waits for it is read on the primary', async () => {
    const proxy = await proxyTo(replica.url);
    await onReplica(
      async ({ ask, replicas }) => {
        expect((await Promise.all([ask(), ask()])).map(({ status }) => status)).toEqual([200, 200]);
        proxy.silence();
        for (const answer of await Promise.all([ask(), ask(), ask(), ask()]))
          expect(answer).toMatchObject({ status: 200, total: size });
        await untilInUse(replicas, 1);
        expect((await ask()).status).toBe(200);
      },
      { url: proxy.url },
    );
    proxy.close();
  });

  test('a statement that is in the way of the replica is read on the primary', async () => {
    await onReplica(async ({ replicas }) => {
      const failures: unknown[] = [];
      const [chosen] = replicas.all;
      if (!chosen) throw new Error('there is no replica');
      const database = readOn(chosen, desk.database, (error) => failures.push(error));
      const rows = database.read(
        Prisma.sql`select count(*)::int as count, pg_sleep(2)::text from conversations where account_key = 1`,
      );
      await withServer(replica.url, (client) =>
        vi.waitFor(async () => {
          const sleeping = `select from pg_stat_activity where wait_event = 'PgSleep'`;
          expect((await client.query(sleeping)).rowCount).toBe(1);
        }, 20_000),
      );
      await withServer(desk.primary.url, (client) =>
        client.query(
          'begin; lock table conversations in access exclusive mode; create table noise (); drop table noise; commit',
        ),
      );
      expect(await rows).toMatchObject([{ count: size }]);
      expect(failures).toEqual([expect.objectContaining({ message: expect.stringContaining('recovery') })]);
      expect(database.readBy()).toBe(null);
      expect(chosen.trouble()).toBe(null);
    });
  });

  test('promoted: left out', async () => {
    const other = await createReplica(programs ?? '', desk.primary, connections);
    const server = serverOn(desk, [other.url]);
    await untilInUse(server.replicas, 1);
    await other.promote();
    await untilInUse(server.replicas, 0);
    expect(server.told.at(-1)?.[1]).toBe('it is no replica');
    await grow();
    expect(await server.ask()).toMatchObject({ status: 200, total: size });
    await server.close();
    await other.destroy();
  });

  test('what is no replica of the database is left out', async () => {
    await withServer(desk.primary.url, (client) => client.query('create database other'));
    await untilItShows(replica, size);
    const place = new URL(replica.url);
    place.pathname = '/other';
    await vi.waitFor(() => withServer(place.href, (client) => client.query('select 1')), 20_000);
    const [free, silent] = [`postgresql://postgres@127.0.0.1:${await freePort()}/postgres`, ''];
    expect(silent).toBe('');
    const server = serverOn(desk, [desk.primary.url, place.href, free]);
    await vi.waitFor(() => expect(server.told).toHaveLength(3), 10_000);
    expect(server.told.map(([, trouble]) => trouble).sort()).toEqual([
      expect.stringContaining('ECONNREFUSED'),
      'it is no replica',
      'it is no replica of this database, or sees other tables by its search_path',
    ]);
    expect(await server.ask()).toMatchObject({ status: 200, total: size });
    await server.close();
  });

  test('a server reads on replicas as its settings say', async () => {
    await untilItShows(replica, size);
    const urls = [`postgresql://postgres@127.0.0.1:${await freePort()}/postgres`, replica.url];
    const settings = {
      DATABASE_URL: desk.primary.url,
      DATABASE_READ_URL: urls.join(),
      REPLICA_LAG_MS: '60000',
    };
    const server = await startServer(settings);
    const told = async () => (await fetch(`${server.address}/metrics`)).text();
    await vi.waitFor(async () => expect(await told()).toMatch(/replica_in_use\{.*\} 1\n/), 10_000);
    await setPaused(replica, true);
    await grow();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${desk.token}` };
    const body = JSON.stringify({ query: totalQuery });
    const answer = await fetch(`${server.address}/graphql`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({
      data: { conversationsByStatusReport: { current: { total: size - 1 } } },
    });
    await setPaused(replica, false);
    const { code, log } = await server.stop();
    expect(code).toBe(0);
    expect(log).toMatch(/"trouble":"connect ECONNREFUSED [^"]+","msg":"the replica is left out"/);
    expect(log).toMatch(/"replica":"127.0.0.1:\d+\/postgres","msg":"the replica is in use"/);
  });

  test('a JSON Web Token is known there as well', async () => {
    const environment = { JWT_SECRET: 's'.repeat(32), JWT_ISSUER: 'test', JWT_AUDIENCE: 'deskgraph' };
    const bearer = await new SignJWT({
      deskgraph_account: 'acme',
      deskgraph_permissions: ['reports:read'],
      deskgraph_mailboxes: ['m1'],
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('test')
      .setAudience('deskgraph')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(environment.JWT_SECRET));
    await onReplicaBehind(async ({ ask }) => expect((await ask({}, bearer)).total).toBe(size - 1), {
      environment,
    });
  });

  test.skipIf(!pgbouncerProgram)('behind a pooler that hands connections on', async () => {
    const pooler = await startPgbouncer(pgbouncerProgram ?? '', 'transaction', replica.url);
    await onReplicaBehind(async ({ ask }) => expect((await ask()).total).toBe(size - 1), {
      url: pooler.urlOf(replica.url),
    });
    await pooler.stop();
  });
});
