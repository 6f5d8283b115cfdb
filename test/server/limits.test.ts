import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { listen } from '../../src/server/listen.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let token: string;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  token = await tokenFor(database, 'acme');
});

afterAll(() => database.close());

const period = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
const report = (index: number) =>
  `r${index}: conversationsByStatusReport(${period}, filter: { tags: ["${index}"] }) { current { total } }`;
const reports = (count: number) =>
  `{ ${Array.from({ length: count }, (_, index) => report(index)).join(' ')} }`;
const nested = (depth: number) => '{ a '.repeat(depth) + '}'.repeat(depth);

test.each([
  ['too many tokens', { MAX_TOKENS: '20' }, reports(1), 'The query has more than 20 tokens.'],
  ['too many levels', { MAX_DEPTH: '2' }, reports(1), 'The query has more than 2 levels.'],
  ['levels beyond the parser', {}, nested(40_000), 'The query is too deep.'],
  ['too many aliases', { MAX_ALIASES: '1' }, reports(2), 'The query has more than 1 aliases.'],
  ['too many root fields', { MAX_ROOT_FIELDS: '1' }, reports(2), 'The query has more than 1 root fields.'],
  [
    'too many directives',
    { MAX_DIRECTIVES: '1' },
    '{ a @x @x }',
    'The query has more than 1 directives in one place.',
  ],
  [
    'a field too often',
    {},
    `{ ${'__typename '.repeat(51)} }`,
    'The query has more than 50 repetitions of one field.',
  ],
  [
    'too high a cost',
    { MAX_COST: '405' },
    reports(2),
    'The query costs 406 points; at most 405 are allowed.',
  ],
  ['too long a body', { MAX_BODY_BYTES: '300' }, reports(2), 'The request is too long.'],
])('%s is refused with 400', async (_case, settings, query, message) => {
  const answer = await clientOf(database, token, settings)(query);
  expect(answer).toEqual({
    status: 400,
    body: { errors: [expect.objectContaining({ message, extensions: { code: 'QUERY_TOO_COMPLEX' } })] },
  });
});

async function post(app: ReturnType<typeof appOf>, headers: Record<string, string> = {}): Promise<Response> {
  return app.fetch('http://deskgraph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query: reports(1) }),
  });
}

test('a body that does not tell its length is counted as it comes in', async () => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const ask = (most: string) => {
    const body = new Blob(['{"query": "{ account { id } }"}']).stream();
    const request = { method: 'POST', headers, body, duplex: 'half' };
    return appOf(database, { MAX_BODY_BYTES: most }).fetch('http://deskgraph.test/graphql', request);
  };
  expect((await ask('31')).status).toBe(200);
  const refused = await ask('30');
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ errors: [{ message: 'The request is too long.' }] });
});

test('the cost is told with the answer', async () => {
  const answer = await post(appOf(database));
  expect(await answer.json()).toMatchObject({ extensions: { cost: { requested: 203, limit: 100_000 } } });
});

test('a token has its share of requests, whatever media type it asks for', async () => {
  const app = appOf(database, { RATE_LIMIT_TOKEN: '2' });
  await Promise.all([post(app), post(app)]);
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    const refused = await post(app, { accept });
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await refused.json()).toEqual({
      errors: [
        { message: `Too many requests; try again in ${wait} s.`, extensions: { code: 'RATE_LIMITED' } },
      ],
    });
  }
  const otherwise = await post(app, { authorization: `bearer   ${token} ` });
  expect(otherwise.status).toBe(429);
  expect((await post(app, { authorization: 'Bearer other' })).status).toBe(401);
});

test('an address has its share of requests, whatever its tokens', async () => {
  const listening = await listen(appOf(database, { RATE_LIMIT_ADDRESS: '2' }), '127.0.0.1', 0);
  const ask = async (bearer: string) => {
    const answer = await fetch(`${listening.address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${bearer}`,
        'x-forwarded-for': bearer,
      },
      body: JSON.stringify({ query: '{ account { id } }' }),
    });
    return answer.status;
  };
  expect([await ask(token), await ask('other'), await ask(token), await ask('else')]).toEqual([
    200, 401, 429, 429,
  ]);
  await listening.stop(0);
});

test('the default limits let 1,200 requests a minute of one token through', async () => {
  const app = appOf(database);
  const statuses = new Set<number>();
  for (let sent = 0; sent < 1200; sent += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(app)));
    for (const answer of answers) statuses.add(answer.status);
  }
  expect([...statuses]).toEqual([200]);
});

test('what comes on top of enough under way is refused at once, and later taken', async () => {
  const app = appOf(database, { MAX_REQUESTS: '3' });
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(app)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 503, 503]);
  const refused = answers.find(({ status }) => status === 503);
  expect(refused?.headers.get('retry-after')).toBe('1');
  expect((await post(app)).status).toBe(200);
});

test('one token has a part of the places, and others have theirs meanwhile', async () => {
  const app = appOf(database, { MAX_REQUESTS: '4', MAX_REQUESTS_TOKEN: '2' });
  const authorization = `Bearer ${await tokenFor(database, 'acme')}`;
  const answers = await Promise.all([post(app), post(app), post(app), post(app, { authorization })]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 200]);
  expect(answers[2]?.headers.get('retry-after')).toBe('1');
  expect(await answers[2]?.json()).toEqual({
    errors: [
      {
        message: 'More than 2 requests of one token at a time; try again in 1 s.',
        extensions: { code: 'RATE_LIMITED' },
      },
    ],
  });
  expect((await post(app)).status).toBe(200);
});

const long = (field: string) =>
  `{ ${Array.from({ length: 800 }, (_, index) => `a${index}: mailbox(id: "${index}") { name }`).join(' ')} ${field} }`;

test.each([
  ['answered', long('account { id }'), 200, undefined],
  [
    'refused where it does not fit the schema',
    long('account { nothing }'),
    400,
    'Cannot query field "nothing" on type "Account".',
  ],
  [
    'refused where an argument does not',
    long('customers(first: "x") { edges { cursor } }'),
    400,
    'Int cannot represent non-integer value: "x"',
  ],
  ['refused where it cannot be parsed', long('account {'), 400, 'Syntax Error: Expected Name, found "}".'],
  ['refused where it is too deep', long(nested(17).slice(2, -1)), 400, 'The query has more than 16 levels.'],
])('a long document is %s, sent again too', async (_case, query, status, message) => {
  const ask = clientOf(database, token);
  for (const answer of [await ask(query), await ask(query)])
    expect([answer.status, answer.body.errors?.[0]?.message]).toEqual([status, message]);
});

test('when its time is up a request is answered at once, with one error', async () => {
  const ask = clientOf(database, token, { REQUEST_TIMEOUT_MS: '1' });
  const { status, body } = await ask(long('account { id }'));
  expect(status).toBe(503);
  expect(body.errors).toEqual([expect.objectContaining({ extensions: { code: 'SERVICE_UNAVAILABLE' } })]);
});

test('a request is under way until the last part of its answer is sent, or its client hangs up', async () => {
  const app = appOf(database, { MAX_REQUESTS: '1' });
  const askInParts = () =>
    app.fetch('http://deskgraph.test/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'multipart/mixed',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query: `{ account { id } ... @defer ${reports(1)} }` }),
    });
  const answer = await askInParts();
  expect((await post(app)).status).toBe(503);
  expect(await answer.text()).toContain('"total":0');
  expect((await post(app)).status).toBe(200);
  const reader = (await askInParts()).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await vi.waitFor(async () => expect((await post(app)).status).toBe(200));
});

test('a request whose body does not come takes no place from others', async () => {
  const listening = await listen(appOf(database, { MAX_REQUESTS: '1' }), '127.0.0.1', 0);
  const idler = connect(Number(new URL(listening.address).port), '127.0.0.1');
  const head = ['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json', 'content-length: 9'];
  idler.write(`${head.join('\r\n')}\r\nexpect: 100-continue\r\n\r\n`);
  await once(idler, 'data'); // The server has begun with it.
  const answer = await fetch(`${listening.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ account { id } }' }),
  });
  expect(answer.status).toBe(200);
  idler.destroy();
  await listening.stop(0);
});
