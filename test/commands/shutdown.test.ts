import { Agent, get, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { listen } from '../../src/server/listen.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { startServer } from '../harness/command.ts';
import { freshPlace } from '../harness/database.ts';

const query =
  '{ conversationsByStatusReport(period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }) { current { total } } }';
const clients = 16;
/** How many answers show that all clients are at it, however slow the machine. */
const enough = 4 * clients;

test('for DRAIN_MS after SIGTERM a server is not ready, and answers', async () => {
  const place = await freshPlace();
  const { DATABASE_URL, DATA_DIR } = place.settings;
  const server = await startServer({
    DATA_DIR,
    ...(DATABASE_URL && { DATABASE_URL }),
    LOG_LEVEL: 'warn',
    DRAIN_MS: '2000',
  });
  const ready = async () => {
    const answer = await fetch(`${server.address}/health/ready`);
    return [answer.status, await answer.json(), answer.headers.get('connection')];
  };
  expect(await ready()).toEqual([200, { status: 'ready' }, 'keep-alive']);
  const stopped = server.stop();
  await vi.waitFor(async () => expect(await ready()).toEqual([503, { status: 'stopping' }, 'close']));
  const answer = await fetch(`${server.address}/graphql?query={__typename}`, {
    headers: { 'graphql-require-preflight': '1' },
  });
  // It has no token, and was looked at.
  expect([answer.status, answer.headers.get('connection')]).toEqual([401, 'close']);
  expect(await stopped).toEqual({ code: 0, log: '' });
  await expect(ready()).rejects.toThrow();
  await place.drop();
});

test('SIGTERM under load: what has begun is answered, the rest finds no server', async () => {
  const place = await freshPlace();
  const database = await openDatabase(place.settings);
  await createAccount(database, 'acme');
  const token = await tokenFor(database, 'acme');
  await database.close();
  const { DATABASE_URL, DATA_DIR } = place.settings;
  const server = await startServer({ DATA_DIR, ...(DATABASE_URL && { DATABASE_URL }) });
  const agent = new Agent({ keepAlive: true, maxSockets: clients });

  const outcomes: string[] = [];
  const ask = () =>
    new Promise<string>((resolve) => {
      const sent = request(`${server.address}/graphql`, {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      });
      sent.once('response', (response) => {
        response.resume().once('end', () => resolve(String(response.statusCode)));
        response.once('error', () => resolve('an answer cut short'));
      });
      sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      sent.end(JSON.stringify({ query }));
    });
  let isUnderLoad = (): void => {};
  const underLoad = new Promise<void>((resolve) => {
    isUnderLoad = resolve;
  });
  const askOn = async (): Promise<void> => {
    const outcome = await ask();
    outcomes.push(outcome);
    if (outcomes.length === enough) isUnderLoad();
    if (outcome === '200') await askOn();
  };
  const load = Array.from({ length: clients }, askOn);

  await Promise.race([underLoad, Promise.all(load)]);
  const { code, log } = await server.stop();
  await Promise.all(load);
  agent.destroy();
  await place.drop();
  expect(code).toBe(0);
  const answered = outcomes.filter((outcome) => outcome === '200').length;
  expect(answered).toBeGreaterThanOrEqual(enough);
  // Each request that the server began was answered in full. One that came too late found nobody: no connection that it
  // was let into was cut off, so that it may as well be sent elsewhere.
  expect(log.match(/"status":\d+/g)).toEqual(Array.from({ length: answered }, () => '"status":200'));
  expect(new Set(outcomes)).toEqual(new Set(['200', 'ECONNREFUSED']));
});

test('a server that was held up while it stops takes in whoever has connected meanwhile', async () => {
  const { address, stop } = await listen((_, response) => response.end(), '127.0.0.1', 0);
  const outcomes = Array.from(
    { length: clients },
    () =>
      new Promise((resolve) => {
        get(address, (response) => resolve(response.resume().statusCode)).once('error', resolve);
      }),
  );
  // Their connections stand in the queue of the listening socket by now, and the time to take them in passes at once.
  const stopped = stop(5000);
  const end = performance.now() + 1000;
  while (performance.now() < end);
  expect(await Promise.all(outcomes)).toEqual(Array.from({ length: clients }, () => 200));
  await stopped;
});

test('whoever has connected and is slow to ask is answered by a server that stops', async () => {
  const { address, stop } = await listen((_, response) => response.end('answer'), '127.0.0.1', 0);
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  const stopped = stop(5000);
  await sleep(1000);
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 200 OK\r\n.*answer/s);
  await stopped;
});
