import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import type { App } from '../../src/server/app.ts';
import { graphiqlOptions } from '../../src/server/graphiql.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';

// The many ways in which clients send the same question.
let database: Database;
let authorization: string;
let app: App;

const close = ['9007199254740992', '9007199254740993', '100000000000000000000000'];

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, [
    { type: 'account', id: 'acme', name: 'Acme', timeZone: 'UTC' },
    ...close.map((id) => ({ type: 'mailbox', id, name: id })),
    ...close.map((id) => ({ type: 'customer', id, name: id })),
    ...close.map((id) => ({
      type: 'conversation',
      id,
      number: 1,
      mailboxId: id,
      conversationType: 'email',
      channel: 'Email',
      status: 'open',
      createdAt: '2026-01-01T00:00:00Z',
      customerId: id,
    })),
  ]);
  authorization = `Bearer ${await tokenFor(database, 'acme')}`;
  app = appOf(database, { MAX_BODY_BYTES: '10000' });
});

afterAll(() => database.close());

const url = 'http://deskgraph.test/graphql';
const json = { 'content-type': 'application/json' };
const spec = { ...json, accept: 'application/graphql-response+json' };
const small = '{"query":"{ account { id } }"}';

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = spec) =>
  app.fetch(url, { method: 'POST', headers: { authorization, ...headers }, body });
const get = (search: Record<string, string>, headers: Record<string, string>) =>
  app.fetch(`${url}?${new URLSearchParams(search)}`, { headers });

async function dataOf(response: Response): Promise<unknown> {
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

async function refusalOf(response: Response): Promise<unknown> {
  const { errors = [] } = (await response.json()) as {
    errors?: { message: string; extensions: { code: string; argument?: string } }[];
  };
  return [response.status, ...errors.map(({ extensions }) => extensions.argument ?? extensions.code)];
}

const period = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
const total = `conversationsByStatusReport(${period}, filter: $f) { current { total } }`;
const reference = '{ __typename ... on Mailbox { name } }';

test.each([
  ['alone', 'query ($v: ID!) { mailbox(id: $v) { name } }', 'mailbox', '%', (id: string) => ({ name: id })],
  [
    'in a list in an object',
    `query ($v: ReportFilterInput) { ${total.replace('$f', '$v')} }`,
    'conversationsByStatusReport',
    '{"mailboxes":[%]}',
    () => ({ current: { total: 1 } }),
  ],
  [
    'where a list is to be',
    `query ($v: [ID!]) { ${total.replace('$f', '{ mailboxes: $v }')} }`,
    'conversationsByStatusReport',
    '%',
    () => ({ current: { total: 1 } }),
  ],
  [
    'in a reference of a gateway',
    `query ($v: [_Any!]!) { _entities(representations: $v) ${reference} }`,
    '_entities',
    '[{"__typename":"Mailbox","id":%}]',
    (id: string) => [{ __typename: 'Mailbox', name: id }],
  ],
])('all digits of an id count: %s', async (_case, query, field, form, expected) => {
  for (const id of close) {
    const variables = `{"v":${form.replace('%', id)}}`;
    const answers = [
      await post(`{"query":${JSON.stringify(query)},"variables":${variables}}`),
      await get({ query, variables }, { authorization }),
    ];
    for (const answer of answers) expect(await dataOf(answer)).toEqual({ [field]: expected(id) });
  }
});

test('all digits of an id count: in the document', async () => {
  for (const id of close) {
    const query = `{ mailbox(id: ${id}) { name } customer(id: ${id}) { name }
      _entities(representations: [{ __typename: "Mailbox", id: ${id} }]) ${reference} }`;
    expect(await dataOf(await post(JSON.stringify({ query })))).toEqual({
      mailbox: { name: id },
      customer: { name: id },
      _entities: [{ __typename: 'Mailbox', name: id }],
    });
  }
});

test('a number that is no id is read as a number', async () => {
  const query = (type: string, name: string) =>
    `query ($v: ${type}) { customers(${name}: $v) { edges { cursor } } }`;
  const asked = (type: string, name: string, value: string) =>
    post(`{"query":${JSON.stringify(query(type, name))},"variables":{"v":${value}}}`);
  expect(await dataOf(await asked('Int!', 'first', '2.0e0'))).toMatchObject({
    customers: { edges: [{}, {}] },
  });
  for (const [type, name] of [
    ['Int!', 'first'],
    ['String', 'after'],
  ] as const)
    expect(await refusalOf(await asked(type, name, '9007199254740993'))).toEqual([400, name]);
});

test.each([
  ['an empty name', { operationName: '' }],
  ['null for all that may be left out', { operationName: null, variables: null, extensions: null }],
  ['empty variables and extensions', { variables: {}, extensions: {} }],
])('%s: the one operation is answered', async (_case, others) => {
  const answer = { account: { id: 'acme' } };
  expect(await dataOf(await post(JSON.stringify({ query: '{ account { id } }', ...others })))).toEqual(
    answer,
  );
  const search = Object.entries(others).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const asked = Object.fromEntries(
    search.filter(([name, value]) => name !== 'operationName' || value === ''),
  );
  expect(await dataOf(await get({ query: '{ account { id } }', ...asked }, { authorization }))).toEqual(
    answer,
  );
});

test.each([
  [
    'an empty name with two operations',
    '{"query":"query A { __typename } query B { __typename }","operationName":""}',
  ],
  ['null', 'null'],
  ['a text', '"{ account { id } }"'],
  ['a number', '9007199254740993'],
  ['an empty list', '[]'],
  ['a list of requests', `[${small},${small}]`],
  ['a text for variables', '{"query":"{ __typename }","variables":"x"}'],
  ['a number for a query', '{"query":9007199254740993}'],
  ['nothing', ''],
])('%s is refused with 400', async (_case, body) => {
  const response = await post(body);
  expect([response.status, ((await response.json()) as { errors: unknown[] }).errors.length]).toEqual([
    400, 1,
  ]);
});

const encodings = { gzip: gzipSync, 'X-GZIP': gzipSync, deflate: deflateSync, br: brotliCompressSync };

test.each(Object.entries(encodings))(
  'a body packed by %s is read, within the limit',
  async (encoding, pack) => {
    const headers = { ...spec, 'content-encoding': encoding };
    const packed = (text: string) => new Uint8Array(pack(text));
    expect(await dataOf(await post(packed(small), headers))).toEqual({ account: { id: 'acme' } });
    const most = small.padEnd(10_000);
    expect(await dataOf(await post(packed(most), headers))).toEqual({ account: { id: 'acme' } });
    expect(await refusalOf(await post(packed(`${most} `), headers))).toEqual([400, 'QUERY_TOO_COMPLEX']);
    const broken = packed(small).slice(0, -1);
    expect(await refusalOf(await post(broken, headers))).toEqual([400, 'BAD_REQUEST']);
    expect(await refusalOf(await post(small, headers))).toEqual([400, 'BAD_REQUEST']);
  },
);

test('a body that unpacks to much more than it is ends at the limit', async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(20_000_000)).subarray(0, 9000));
  const before = process.memoryUsage().arrayBuffers;
  expect(await refusalOf(await post(bomb, { ...spec, 'content-encoding': 'gzip' }))).toEqual([
    400,
    'QUERY_TOO_COMPLEX',
  ]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000);
});

test.each(['zstd', 'compress', 'gzip, br', 'toString'])(
  'a body packed by %s is refused with 415',
  async (encoding) => {
    const response = await post(small, { ...spec, 'content-encoding': encoding });
    expect(response.headers.get('accept-encoding')).toBe('gzip, deflate, br');
    expect(await refusalOf(response)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  },
);

test('a body that says it is packed by nothing is read', async () => {
  expect((await post(small, { ...spec, 'content-encoding': 'identity' })).status).toBe(200);
});

const plain = 'application/json';
const own = 'application/graphql-response+json';

test.each([
  [undefined, plain],
  ['', plain],
  ['*/*', plain],
  ['application/*', plain],
  [own, own],
  [`${plain}, ${own}`, plain],
  [`${own}, ${plain}`, own],
  [`${plain};q=0.5, ${own};q=0.9`, own],
  [`${own};q=0.2, ${plain};q=0.8`, plain],
  [`${own};q=0, */*`, plain],
  [`${plain};q=0, */*;q=0.1`, own],
  [`*/*;q=0.1, ${own}`, own],
  [`APPLICATION/JSON; Charset="UTF-8"`, plain],
  [`text/html, application/xhtml+xml, */*;q=0.8`, plain],
  [`multipart/mixed;deferSpec=20220824, ${own}, ${plain};q=0.9`, own],
  ['multipart/mixed; deferSpec=20220824', 'multipart/mixed'],
  ['text/*', 'text/event-stream'],
])('who accepts %s gets %s', async (accept, type) => {
  const response = await post(small, { ...json, ...(accept !== undefined && { accept }) });
  expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, type]);
  expect(await response.text()).toContain('"id":"acme"');
});

test.each([
  'text/html',
  'application/xml, image/*',
  `${plain};q=0`,
  '*/*;q=0',
  `${plain};charset=latin1`,
  'multipart/mixed;incrementalSpec=v0.2',
  'nonsense',
])('who accepts %s alone is refused with 406, and told what there is', async (accept) => {
  const response = await post(small, { ...json, accept });
  expect(response.status).toBe(406);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: `The header Accept takes none of the types in which there are answers: ${plain}, ${own}, multipart/mixed, text/event-stream.`,
        extensions: { code: 'NOT_ACCEPTABLE' },
      },
    ],
  });
});

test.each([
  ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
  ['who would rather have an answer', `${plain}, text/html;q=0.5`, plain],
  ['who wants no page', 'text/html;q=0, */*', plain],
])('GraphiQL is for those who want it: %s', async (_case, accept, type) => {
  const graphiql = graphiqlOptions(new Date('2026-02-15T00:00:00Z'));
  const headers = { authorization, accept };
  const response = await appOf(database, {}, { graphiql }).fetch(`${url}?query={__typename}`, { headers });
  expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, type]);
});

test.each([
  ['nothing', {}, 'BAD_REQUEST'],
  ['a header that any page may send', { 'content-language': 'en' }, 'BAD_REQUEST'],
  ['GraphQL-Require-Preflight', { 'graphql-require-preflight': '1' }, 'UNAUTHENTICATED'],
  ['Apollo-Require-Preflight', { 'apollo-require-preflight': 'true' }, 'UNAUTHENTICATED'],
  ['X-Apollo-Operation-Name', { 'x-apollo-operation-name': 'Who' }, 'UNAUTHENTICATED'],
  ['a token that is none', { authorization: 'Bearer none' }, 'UNAUTHENTICATED'],
])('a GET with %s: %s', async (_case, headers, code) => {
  const response = await get({ query: '{ account { id } }' }, { accept: own, ...headers });
  expect(await refusalOf(response)).toEqual([code === 'BAD_REQUEST' ? 400 : 401, code]);
});

test('a page of a named origin may send what Apollo Client sends, and versions', async () => {
  const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
  const settings = { CORS_ORIGINS: 'https://app.example.com' };
  const preflight = await appOf(database, settings).fetch(url, { method: 'OPTIONS', headers });
  expect(preflight.headers.get('access-control-allow-headers')?.split(/, ?/)).toEqual(
    expect.arrayContaining([
      'authorization',
      'content-type',
      'content-encoding',
      'graphql-require-preflight',
      'apollo-require-preflight',
      'x-apollo-operation-name',
      'apollographql-client-name',
      'apollographql-client-version',
      'deskgraph-version',
    ]),
  );
  expect(preflight.headers.get('access-control-expose-headers')).toContain('deskgraph-version');
});
