import { type Logger, pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { listTokens, revokeToken, tokenIdOf } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import type { App } from '../../src/server/app.ts';
import { openCounters, type SharedCounters } from '../../src/server/limits/counters.ts';
import { createSharedPlaces } from '../../src/server/limits/shared-places.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { createRedis, type OwnRedis, redisProgram } from '../harness/redis.ts';

// An embedded database serves one process: it is PostgreSQL that others count in as well, or Redis, where these are there.
const stores = [
  { store: 'PostgreSQL', isThere: process.env['TEST_DATABASE_URL'] !== undefined },
  { store: 'Redis', isThere: redisProgram !== undefined },
];

const period = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
const small = '{ account { id } }';
const inParts = `{ account { id } ... @defer { conversationsByStatusReport(${period}) { current { total } } } }`;

for (const { store, isThere } of stores)
  describe.skipIf(!isThere)(`two processes that count in ${store}`, () => {
    let database: Database;
    let redis: OwnRedis | undefined;
    let token: string;
    let log: string[];
    let opened: SharedCounters[];

    beforeAll(async () => {
      database = await freshDatabase();
      await createAccount(database, 'acme');
      if (store === 'Redis') redis = await createRedis(redisProgram ?? '');
    });

    afterAll(async () => {
      await database.close();
      await redis?.stop();
    });

    beforeEach(async () => {
      token = await tokenFor(database, 'acme');
      log = [];
      opened = [];
      // No minute ends on the way.
      vi.useFakeTimers({ toFake: ['Date'] });
    });

    afterEach(async () => {
      vi.useRealTimers();
      for (const { close } of opened) close();
    });

    const logger = (): Logger => pino({ level: 'info' }, { write: (line: string) => void log.push(line) });
    const openOwn = async (): Promise<SharedCounters> => {
      const counters = await openCounters(database, redis?.url, logger());
      opened.push(counters);
      return counters;
    };
    /** The service as two processes have it: what they share is the store alone. */
    const twoOf = async (environment: NodeJS.ProcessEnv): Promise<[App, App]> => {
      const [one, other] = [await openOwn(), await openOwn()];
      return [
        appOf(database, environment, { counters: one.counters }),
        appOf(database, environment, { counters: other.counters }),
      ];
    };
    const ask = async (app: App, query = small, address?: string): Promise<Response> =>
      app.fetch(
        'http://deskgraph.test/graphql',
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json, multipart/mixed',
            authorization: `Bearer ${token}`,
          },
          body: JSON.stringify({ query }),
        },
        address ? { req: { socket: { remoteAddress: address } } as never } : {},
      );
    const statusesOf = async (answers: Promise<Response>[]): Promise<number[]> =>
      (await Promise.all(answers)).map(({ status }) => status).sort();

    const leftOf = async (app: App): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await app.fetch('http://deskgraph.test/v2/mailboxes', { headers });
      return Number(answer.headers.get('x-ratelimit-remaining-minute'));
    };
    /** Makes the store answer nobody. Returns how to end that. */
    const takeAway = async (): Promise<() => Promise<void>> => {
      if (redis) {
        await redis.stop();
        return redis.start;
      }
      const session = await database.openSession?.(() => {});
      await session?.query('begin');
      await session?.query('lock table request_counts');
      return async () => session?.close();
    };

    test('a token has its share in all of them together', async () => {
      const [one, other] = await twoOf({ RATE_LIMIT_TOKEN: '3' });
      expect(await statusesOf([ask(one), ask(one), ask(other)])).toEqual([200, 200, 200]);
      for (const app of [one, other, one, other]) {
        const refused = await ask(app);
        expect(refused.status).toBe(429);
        const wait = 60 - Math.floor((Date.now() % 60_000) / 1000);
        expect([refused.headers.get('retry-after'), await refused.json()]).toEqual([
          String(wait),
          {
            errors: [
              { message: `Too many requests; try again in ${wait} s.`, extensions: { code: 'RATE_LIMITED' } },
            ],
          },
        ]);
      }
    });

    test('what is left of the share is told by whichever is asked', async () => {
      const apps = await twoOf({ RATE_LIMIT_TOKEN: '4' });
      const left: number[] = [];
      for (const app of [...apps, ...apps, ...apps]) left.push(await leftOf(app));
      expect(left).toEqual([3, 2, 1, 0, 0, 0]);
    });

    test('an address has its share in all of them together', async () => {
      const [one, other] = await twoOf({ RATE_LIMIT_ADDRESS: '2' });
      const address = store === 'Redis' ? '10.0.0.1' : '10.0.0.2';
      expect((await ask(one, small, address)).status).toBe(200);
      expect((await ask(other, small, address)).status).toBe(200);
      expect((await ask(one, small, address)).status).toBe(429);
      expect((await ask(one, small, '10.0.0.3')).status).toBe(200);
    });

    test('of a large share each may let a hundredth more through at the most', async () => {
      const apps = await twoOf({ RATE_LIMIT_TOKEN: '200', MAX_REQUESTS_TOKEN: '100' });
      let answered = 0;
      for (let round = 0; round < 15; round += 1) {
        const statuses = await statusesOf(apps.flatMap((app) => Array.from({ length: 10 }, () => ask(app))));
        answered += statuses.filter((status) => status === 200).length;
      }
      expect(answered).toBeGreaterThanOrEqual(200);
      expect(answered).toBeLessThanOrEqual(204);
    });

    test('the tries of an address to get a token are counted in all of them together', async () => {
      const apps = await twoOf({});
      const statuses: number[] = [];
      for (let tries = 0; tries < 22; tries += 1) {
        const body = 'grant_type=client_credentials&client_id=x&client_secret=y';
        const answer = await apps[tries % 2]?.fetch(
          'http://deskgraph.test/v2/oauth2/token',
          { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body },
          { req: { socket: { remoteAddress: '10.0.1.1' } } as never },
        );
        statuses.push(answer?.status ?? 0);
      }
      expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429, 429]);
    });

    test('a token has its places in all of them together, each until its request is answered', async () => {
      const [one, other] = await twoOf({ MAX_REQUESTS_TOKEN: '2' });
      const answers = [await ask(one, inParts), await ask(other, inParts)];
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const refused = await ask(other);
      expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toMatchObject([
        429,
        '1',
        { errors: [{ message: 'More than 2 requests of one token at a time; try again in 1 s.' }] },
      ]);
      for (const answer of answers) expect(await answer.text()).toContain('"total":0');
      await vi.waitFor(async () => expect((await ask(one)).status).toBe(200), { timeout: 5000 });
      expect((await ask(other)).status).toBe(200);
    });

    test('what a killed process held is free after two stretches of time, in which a request may be under way', async () => {
      const [killed, other] = [await openOwn(), await openOwn()].map(({ counters }) =>
        counters?.('places', 3),
      );
      if (!killed || !other) throw new Error('nothing is shared');
      expect(await createSharedPlaces(1, 1000, killed)(token, 999).isFree).toBe(true);
      const takePlace = createSharedPlaces(1, 1000, other);
      for (const [now, isFree] of [
        [999, false],
        [1999, false],
        [2000, true],
        [2001, false],
      ] as const) {
        const place = takePlace(token, now);
        expect([now, await place.isFree]).toEqual([now, isFree]);
        if (!isFree) place.leave();
      }
    });

    test('while the store is away requests are answered, which is told once', async () => {
      const [one, other] = await twoOf({ RATE_LIMIT_TOKEN: '99' });
      expect((await ask(one)).status).toBe(200);
      const bringBack = await takeAway();
      expect(await statusesOf([ask(one), ask(other), ask(other)])).toEqual([200, 200, 200]);
      expect((await ask(other)).status).toBe(200);
      await bringBack();
      const told = (text: string) => log.filter((line) => line.includes(text)).length;
      expect(told('counted by this process alone')).toBe(2);
      await vi.waitFor(
        async () => {
          await Promise.all([ask(one), ask(other)]);
          expect(told('together with other processes again')).toBe(2);
        },
        { timeout: 20_000, interval: 1000 },
      );
      const left = await leftOf(one);
      expect(await leftOf(other)).toBe(left - 1);
    }, 40_000);

    test('a revoked token is refused by each at once', async () => {
      const apps = await twoOf({});
      expect(await statusesOf(apps.map((app) => ask(app)))).toEqual([200, 200]);
      const made = (await listTokens(database, 'acme')).at(-1);
      await revokeToken(database, made ? tokenIdOf(made) : '', new Date());
      expect(await statusesOf(apps.map((app) => ask(app)))).toEqual([401, 401]);
    });
  });
