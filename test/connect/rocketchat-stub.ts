import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCollection } from './rocketchat-data.ts';
import { answerTo } from './rocketchat-stub-answers.ts';
import type { RocketchatStub, StubAnswer } from './rocketchat-stub-state.ts';

export async function startRocketchatStub(): Promise<RocketchatStub> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stub = stubOf(`http://127.0.0.1:${port}`, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const limiter = createLimiter(stub);
  server.on('request', async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = request.url ?? '';
    stub.requests.push(`${request.method} ${decodeURIComponent(path)}`);
    const limited = limiter(path);
    const answer =
      stub.intercept(path, request) ?? limited.refusal ?? answerTo(stub, path, request.headers, body);
    send(response, { ...answer, headers: { ...limited.headers, ...answer.headers } });
    stub.after(path);
  });
  return stub;
}

function stubOf(url: string, close: () => Promise<void>): RocketchatStub {
  const rooms = readCollection('rocketchat_room').filter(({ t }) => t === 'l');
  const messages = readCollection('rocketchat_message');
  const departments = readCollection('rocketchat_livechat_department').filter(({ type }) => type !== 'u');
  const agents = readCollection('users').filter(({ roles }) =>
    (roles as string[]).includes('livechat-agent'),
  );
  return {
    url,
    requests: [],
    rooms: new Map(rooms.map((room) => [room._id, room])),
    messages: new Map(rooms.map(({ _id }) => [_id, messages.filter((message) => message['rid'] === _id)])),
    lists: new Map([
      ['department', departments],
      ['users/agent', agents],
      ['custom-fields', []],
      ['tags', []],
    ]),
    transfers: new Map(),
    integration: { _id: 'settings' },
    now: Date.parse('2024-03-20T12:00:00Z'),
    version: '7.10',
    roles: ['user', 'admin'],
    isLimited: false,
    refused: 0,
    mostRows: 100,
    intercept: () => undefined,
    after: () => {},
    close,
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: StubAnswer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

const minute = 60_000;
const mostAMinute = 10;

/** Counts requests of each route in minutes that begin with the first of them. */
function createLimiter(stub: RocketchatStub) {
  const counted = new Map<string, { count: number; reset: number }>();
  return (path: string): { headers: Record<string, string>; refusal?: StubAnswer } => {
    if (!stub.isLimited) return { headers: {} };
    const route = (path.split('?')[0] ?? '').replace(
      /\/livechat\/[^/]+\/messages$/,
      '/livechat/:rid/messages',
    );
    const before = counted.get(route);
    const current = before && before.reset > stub.now ? before : { count: 0, reset: stub.now + minute };
    counted.set(route, { ...current, count: current.count + 1 });
    const headers = {
      'X-RateLimit-Limit': String(mostAMinute),
      'X-RateLimit-Remaining': String(Math.max(0, mostAMinute - current.count - 1)),
      'X-RateLimit-Reset': String(current.reset),
    };
    if (current.count < mostAMinute) return { headers };
    stub.refused++;
    const error = 'Error, too many requests. Please slow down. [error-too-many-requests]';
    return { headers, refusal: { status: 429, body: { success: false, error } } };
  };
}
