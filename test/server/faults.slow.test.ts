import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Database, migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { listen } from '../../src/server/listen.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { startServer } from '../harness/command.ts';
import { createPostgres, type OwnPostgres, postgresPrograms } from '../harness/own-postgres.ts';
import { proxyTo } from '../harness/silent-proxy.ts';

const programs = postgresPrograms();
const connections = 20;
const patience = { timeout: 10_000, interval: 20 };

// Needs the programs of a PostgreSQL server: stopping and starting one is the only honest way to lose it.
describe.skipIf(!programs)('what the database may do to a server', () => {
  let postgres: OwnPostgres;
  let database: Database;
  let token: string;
  let otherToken: string;

  beforeAll(async () => {
    postgres = await createPostgres(programs ?? '', connections);
    await migrateDatabase({ DATABASE_URL: postgres.url, DATA_DIR: '' });
    database = await openDatabase({ DATABASE_URL: postgres.url, DATA_DIR: '' });
    await createAccount(database, 'acme');
    token = await tokenFor(database, 'acme');
    otherToken = await tokenFor(database, 'acme');
  });

  afterAll(async () => {
    await database.close();
    await postgres.destroy();
  });

  const query =
    '{ conversationsByStatusReport(period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }) { current { total } } }';

  const request = (text = query, bearer = token) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query: text }),
  });

  function clientWith(environment: NodeJS.ProcessEnv = {}, behind = database) {
    const app = appOf(behind, environment);
    const ask = (text = query, bearer = token) =>
      app.fetch('http://deskgraph.test/graphql', request(text, bearer));
    const ready = async () => (await app.fetch('http://deskgraph.test/health/ready')).status;
    return { ask, ready };
  }

  const unavailable = expect.objectContaining({
    message: 'The service is not available at the moment; try again shortly.',
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });

  async function expectUnavailable(answer: Response): Promise<void> {
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject({ errors: [unavailable] });
  }

  /** Runs work on a connection of its own, then closes it. */
  async function besides<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: postgres.url });
    client.on('error', () => {}); // The server may be stopped under it.
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** Holds a table, that of conversations so that every report waits, while work runs. */
  const whileReportsWait = (work: () => Promise<void>, table = 'conversations') =>
    besides(async (client) => {
      await client.query(`begin; lock table ${table} in access exclusive mode`);
      await work();
      await client.query('rollback').catch(() => {}); // The server may have been stopped under it.
    });

  /** How many statements wait for a lock; asked on another connection, as a transaction sees others' activity as it first saw it. */
  const waiting = () =>
    besides(async (client) => {
      const { rows } = await client.query(
        `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock'`,
      );
      return rows[0].count;
    });

  test('away: refused at once, not ready; back: answered by the same process', async () => {
    const { ask, ready } = clientWith();
    expect([(await ask()).status, await ready()]).toEqual([200, 200]);
    await postgres.stop();
    await expectUnavailable(await ask());
    expect(await ready()).toBe(503);
    await postgres.start();
    expect([(await ask()).status, await ready()]).toEqual([200, 200]);
  });

  test('away while a request runs: the log warns of it once, however many fields tell of it', async () => {
    const lines: { level: number }[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line)) });
    const app = appOf(database, { REQUEST_TIMEOUT_MS: '500' }, { logger });
    await whileReportsWait(async () => {
      const both = `{ a: ${query.slice(1, -1)} b: ${query.slice(1, -1).replace('2026-02', '2026-03')} }`;
      expect((await app.fetch('http://deskgraph.test/graphql', request(both))).status).toBe(503);
    });
    expect(lines.map(({ level }) => level)).toEqual([40]);
  });

  test('away at the start: the server starts all the same, and answers once the database is there', async () => {
    await postgres.stop();
    const server = await startServer({ DATABASE_URL: postgres.url });
    expect((await fetch(`${server.address}/health/live`)).status).toBe(200);
    expect((await fetch(`${server.address}/health/ready`)).status).toBe(503);
    expect((await fetch(`${server.address}/metrics`)).status).toBe(200);
    await expectUnavailable(await fetch(`${server.address}/graphql`, request()));
    await postgres.start();
    expect((await fetch(`${server.address}/graphql`, request())).status).toBe(200);
    expect((await fetch(`${server.address}/health/ready`)).status).toBe(200);
    expect((await server.stop()).code).toBe(0);
  });

  test('lost in the middle of a statement', async () => {
    const { ask } = clientWith();
    await whileReportsWait(async () => {
      const answer = ask();
      await vi.waitFor(async () => expect(await waiting()).toBe(1), patience);
      await postgres.stop();
      await expectUnavailable(await answer);
      await postgres.start();
    });
    expect((await ask()).status).toBe(200);
  });

  test('slow: the statement is cancelled on the server when the time is up', async () => {
    const { ask, ready } = clientWith({ REQUEST_TIMEOUT_MS: '1000' });
    await whileReportsWait(async () => {
      const answer = ask();
      await vi.waitFor(async () => expect(await waiting()).toBe(1), patience);
      await expectUnavailable(await answer);
      await vi.waitFor(async () => expect(await waiting()).toBe(0), { ...patience, timeout: 1000 });
      expect(await ready()).toBe(200);
    });
    expect((await ask()).status).toBe(200);
  });

  const pages = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `c${index}: customers(search: "${index}") { edges { cursor } }`,
    );

  test('slow, and asked for a lot by one request: others get their turn', async () => {
    const { ask } = clientWith();
    await besides(async (client) => {
      await client.query('begin; lock table customers in access exclusive mode');
      const answer = ask(`{ ${pages(20).join(' ')} }`);
      await vi.waitFor(async () => expect(await waiting()).toBe(4), patience);
      expect((await ask('{ mailboxes { id } }')).status).toBe(200);
      expect(await waiting()).toBe(4);
      await client.query('rollback');
      expect(await (await answer).json()).not.toHaveProperty('errors');
    });
  });

  test('all that one token may have busy: another is answered, and the metrics say who waits', async () => {
    const busy = await openDatabase({ DATABASE_URL: postgres.url, DATA_DIR: '' }, { connections: 4 });
    const metrics = createMetrics(busy);
    const { ask } = clientWith({}, busy);
    await besides(async (client) => {
      await client.query('begin; lock table customers in access exclusive mode');
      const answers = [0, 1, 2].map((each) => ask(`{ ${pages(2)[each % 2]} }`));
      await vi.waitFor(async () => expect(await waiting()).toBe(2), patience);
      await vi.waitFor(() => expect(busy.waiting()).toBe(1), patience);
      expect(await metrics.registry.metrics()).toContain('{state="waiting"} 1');
      const another = await ask('{ mailboxes { id } }', otherToken);
      expect(await another.json()).toMatchObject({ data: { mailboxes: [] } });
      expect(await waiting()).toBe(2);
      await client.query('rollback');
      for (const answer of answers) expect(await (await answer).json()).not.toHaveProperty('errors');
    });
    await busy.close();
  });

  test('all connections busy: ready all the same', async () => {
    const busy = await openDatabase({ DATABASE_URL: postgres.url, DATA_DIR: '' }, { connections: 2 });
    const { ask, ready } = clientWith({}, busy);
    await ask(); // The connections are there.
    await whileReportsWait(async () => {
      const answers = [ask(), ask(query, otherToken)];
      await vi.waitFor(async () => expect(await waiting()).toBe(2), patience);
      expect(await ready()).toBe(200);
      await postgres.stop();
      expect(await ready()).toBe(503);
      for (const answer of answers) await expectUnavailable(await answer);
      await postgres.start();
    });
    await busy.close();
  });

  test('slow in a deferred part: cancelled when the time is up, with the first part answered', async () => {
    const { ask } = clientWith({ REQUEST_TIMEOUT_MS: '1000' });
    await whileReportsWait(async () => {
      const answer = await ask(`{ account { id } ... @defer ${query} }`);
      const text = await answer.text();
      expect(text).toContain('"account":{"id":"acme"}');
      expect(text).toContain('"code":"SERVICE_UNAVAILABLE"');
      await vi.waitFor(async () => expect(await waiting()).toBe(0), { ...patience, timeout: 1000 });
    });
  });

  test('silent, with its connections open: they are given up for new ones', async () => {
    const proxy = await proxyTo(postgres.url);
    const behindProxy = await openDatabase({ DATABASE_URL: proxy.url, DATA_DIR: '' }, { connections: 2 });
    const { ask, ready } = clientWith({ REQUEST_TIMEOUT_MS: '500' }, behindProxy);
    expect((await Promise.all([ask(), ask()])).map(({ status }) => status)).toEqual([200, 200]);
    proxy.silence();
    for (const answer of await Promise.all([ask(), ask()])) await expectUnavailable(answer);
    await vi.waitFor(async () => expect((await ask()).status).toBe(200), patience);
    expect(await ready()).toBe(200);
    await behindProxy.close();
    proxy.close();
  });

  test('a client that hangs up: its statement is cancelled on the server', async () => {
    const listening = await listen(appOf(database), '127.0.0.1', 0);
    await whileReportsWait(async () => {
      const hangUp = new AbortController();
      const answer = fetch(`${listening.address}/graphql`, { ...request(), signal: hangUp.signal });
      await vi.waitFor(async () => expect(await waiting()).toBe(1), patience);
      hangUp.abort();
      await expect(answer).rejects.toThrow();
      await vi.waitFor(async () => expect(await waiting()).toBe(0), { ...patience, timeout: 1000 });
    });
    expect((await fetch(`${listening.address}/graphql`, request())).status).toBe(200);
    await listening.stop(0);
  });

  test('clients that hang up while their token is read do not keep others who share the read from an answer', async () => {
    const listening = await listen(appOf(database), '127.0.0.1', 0);
    const hangUp = new AbortController();
    const ask = (signal: AbortSignal | null) =>
      fetch(`${listening.address}/graphql`, { ...request(), signal });
    const asked: Promise<Response>[] = [];
    await whileReportsWait(async () => {
      for (const signal of [hangUp.signal, hangUp.signal, null, null]) asked.push(ask(signal));
      await vi.waitFor(async () => expect(await waiting()).toBeGreaterThan(0), patience);
      hangUp.abort();
      await expect(asked[0]).rejects.toThrow();
      await expect(asked[1]).rejects.toThrow();
      // Either of the others reads it alone now.
      await vi.waitFor(async () => expect(await waiting()).toBe(2), patience);
    }, 'tokens');
    const answers = await Promise.all(asked.slice(2));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await listening.stop(0);
  });

  test('out of connections', async () => {
    const { ask } = clientWith();
    await besides(async (client) => {
      await client.query(
        'select pg_terminate_backend(pid, 10000) from pg_stat_activity where backend_type = $1 and pid <> pg_backend_pid()',
        ['client backend'],
      );
      const others = Array.from(
        { length: connections - 1 },
        () => new pg.Client({ connectionString: postgres.url }),
      );
      await Promise.all(others.map((other) => other.connect()));
      await expectUnavailable(await ask());
      await Promise.all(others.map((other) => other.end()));
    });
    await vi.waitFor(async () => expect((await ask()).status).toBe(200), patience);
  });

  test('read-only, as a replica is: reports are answered', async () => {
    const { ask, ready } = clientWith();
    const set = (value: string) =>
      besides(async (client) => {
        await client.query(`alter system set default_transaction_read_only = ${value}`);
        await client.query('select pg_reload_conf()');
      });
    await set('on');
    expect([(await ask()).status, await ready()]).toEqual([200, 200]);
    await set('off');
  });
});
