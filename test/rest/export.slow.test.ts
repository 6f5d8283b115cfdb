import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { at, type Send, senderOf } from '../harness/rest.ts';
import { recordStatements, type Statement } from '../harness/statements.ts';

const path = '/export/conversations.csv';
const conversations = 4100;

const conversation = (id: string, more: object = {}) => ({
  type: 'conversation',
  id,
  number: 1,
  mailboxId: 'm1',
  conversationType: 'email',
  channel: 'Channel::Email',
  status: 'open',
  createdAt: '2026-01-15T12:00:00Z',
  ...more,
});

const subjects = [
  '=1+1',
  '+1 555',
  '-',
  '@me',
  '\tx',
  '\rx',
  '-5',
  '+4.5',
  '-5-5',
  "'=",
  'a,"b"\r\nc',
  'ü=',
  '',
];

const named = [
  { type: 'mailbox', id: 'm1', name: '=One' },
  { type: 'mailbox', id: 'm2', name: 'Two' },
  { type: 'customer', id: 'c', name: '@Per' },
  { type: 'user', id: 'u', name: 'Una' },
  { type: 'team', id: 't', name: '+Team' },
  { type: 'tag', id: '7', name: 'b, c' },
  { type: 'tag', id: '8', name: '-a' },
];

const acme = [
  ...named,
  ...subjects.map((subject, index) => conversation(String(index + 1), { subject, number: index + 1 })),
  conversation('whole', {
    mailboxId: 'm2',
    conversationType: 'chat',
    status: 'closed',
    priority: 'urgent',
    url: 'https://desk.example/1',
    customerId: 'c',
    assigneeId: 'u',
    teamId: 't',
    tags: ['7', '8'],
    createdAt: '2026-01-16T12:00:00.25Z',
    closedAt: '2026-01-16T13:00:00.25Z',
    threads: [
      { id: '1', kind: 'customer', createdAt: '2026-01-16T12:00:00.25Z' },
      { id: '2', kind: 'reply', createdAt: '2026-01-16T12:10:00.25Z', userId: 'u' },
    ],
  }),
  conversation('spam', { status: 'spam' }),
];

const many = [
  ...named,
  ...Array.from({ length: conversations }, (_, index) =>
    conversation(String(index), {
      ...(index % 3 === 0 && { status: 'closed', closedAt: `2026-01-2${index % 9}T00:00:00Z` }),
    }),
  ),
];

let database: Database;
let token: string;
let send: Send;
let manyToken: string;
let statements: Statement[];
const servers: Server[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { records: acme });
  await createAccount(database, 'many', { records: many });
  await createAccount(database, 'basic', { plan: 'STANDARD' });
  token = await tokenFor(database, 'acme');
  manyToken = await tokenFor(database, 'many');
  send = senderOf(database, { authorization: `Bearer ${token}` });
  statements = recordStatements(database);
});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => database.close());

const rowsOf = (text: string): Record<string, string>[] =>
  parse(text, { columns: true, record_delimiter: '\r\n' });
const idsOf = (text: string): (string | undefined)[] => rowsOf(text).map(({ id }) => id);

test('a row has all that is known of a conversation', async () => {
  const { status, headers, text } = await send(at(path, { mailboxes: 'm2' }));
  const told = ['content-type', 'content-disposition', 'cache-control'].map((name) => headers.get(name));
  expect([status, ...told]).toEqual([
    200,
    'text/csv; charset=utf-8',
    'attachment; filename="conversations.csv"',
    'no-store',
  ]);
  expect(text).toBe(
    'id,number,url,subject,type,channel,status,priority,mailboxId,mailboxName,folderId,customerId,customerName,assigneeId,' +
      'assigneeName,teamId,teamName,tags,createdAt,closedAt,waitingSince,firstResponseAt,firstResponseTime,resolveTime,' +
      'repliesSent,messagesReceived\r\n' +
      `whole,1,https://desk.example/1,,CHAT,Channel::Email,CLOSED,URGENT,m2,Two,,c,'@Per,u,Una,t,'+Team,"'-a; b, c",` +
      '2026-01-16T12:00:00.25Z,2026-01-16T13:00:00.25Z,,2026-01-16T12:10:00.25Z,600,3600,1,1\r\n',
  );
});

test('what a spreadsheet would take for a formula is guarded, and nothing else is changed', async () => {
  const { text } = await send(at(path, { mailboxes: 'm1', orderBy: 'number', direction: 'asc' }));
  expect(rowsOf(text).map(({ number, subject, mailboxName }) => [number, subject, mailboxName])).toEqual(
    [
      "'=1+1",
      "'+1 555",
      "'-",
      "'@me",
      "'\tx",
      "'\rx",
      '-5',
      '+4.5',
      "'-5-5",
      "'=",
      'a,"b"\r\nc',
      'ü=',
      '',
    ].map((subject, index) => [String(index + 1), subject, "'=One"]),
  );
});

test('a list of nothing is its header row', async () => {
  const { status, text } = await send(at(path, { teams: 'nobody' }));
  expect([status, text.split('\r\n').length, rowsOf(text)]).toEqual([200, 2, []]);
});

test.each([
  {},
  { orderBy: 'created_at', direction: 'asc' },
  { orderBy: 'CLOSED_AT' },
  { orderBy: 'closed_at', direction: 'ASC' },
  { orderBy: 'closed_at', isAssigned: 'FALSE', statuses: 'Closed,open', activity: 'created' },
])('pages read one after another make the list of GraphQL: %j', async (question) => {
  const ask = clientOf(database, manyToken);
  const { orderBy = 'CREATED_AT', direction = 'DESC' } = question;
  const expected: string[] = [];
  let after: string | null = null;
  do {
    const { body } = await ask(
      `query ($after: String) { conversations(
        orderBy: ${orderBy.toUpperCase()}, direction: ${direction.toUpperCase()}, first: 100, after: $after
      ) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    const list = body.data?.['conversations'] as {
      nodes: { id: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    expected.push(...list.nodes.map(({ id }) => id));
    after = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
  } while (after);
  const { text } = await send(at(path, question), { headers: { authorization: `Bearer ${manyToken}` } });
  expect(expected).toHaveLength(conversations);
  expect(idsOf(text)).toEqual(expected);
});

test.each([
  ['start=yesterday&end=2026-01-01T00:00:00Z', 'start'],
  ['start=&end=2026-01-01T00:00:00Z', 'start'],
  ['start=2026-01-01T00:00:00Z', 'end'],
  ['end=2026-01-01T00:00:00Z', 'start'],
  ['start=2026-01-02T00:00:00Z&end=2026-01-01T00:00:00Z', 'start'],
  ['activity=SEEN', 'activity'],
  ['types=email,letter', 'types'],
  ['statuses=waiting', 'statuses'],
  ['priorities=1', 'priorities'],
  ['isAssigned=1', 'isAssigned'],
  ['timeZone=Mars', 'timeZone'],
  ['orderBy=id', 'orderBy'],
  ['direction=up', 'direction'],
  ['weekday=0', 'weekday'],
  ['weekday=1.5', 'weekday'],
  ['hourTo=25', 'hourTo'],
  ['hourFrom=9&hourTo=8', 'hourFrom'],
  ['firstResponseFrom=2&firstResponseTo=1', 'firstResponseFrom'],
  ['resolveTo=2147483648', 'resolveTo'],
  ['field=f', 'field'],
  ['option=o', 'field'],
  ['field=f&option=o&answered=true', 'field'],
  ['repliedBy=u', 'repliedBy'],
  ['savedReply=s', 'savedReply'],
  ['workflow=w', 'workflow'],
  ['responseTo=60', 'responseTo'],
  ['handleFrom=1&handleTo=60', 'handleFrom'],
  ['responseFrom=2&responseTo=1', 'responseFrom'],
  ['ratedUser=u', 'ratedUser'],
  ['ratingScore=GREAT', 'ratingScore'],
  ['ratingScore=BAD', 'ratingScore'],
  ['isWaiting=now', 'isWaiting'],
  ['repliesSent=one', 'repliesSent'],
  ['mailbox=m1', 'mailbox'],
  ['weekday=1&weekday=2', 'weekday'],
])('%s is refused, and the parameter named', async (query, argument) => {
  const { status, headers, text } = await send(`${path}?${query}`);
  expect([status, headers.get('content-type')]).toEqual([400, 'application/json']);
  expect(JSON.parse(text)).toEqual({
    errors: [{ message: expect.stringMatching(/\.$/), extensions: { code: 'BAD_USER_INPUT', argument } }],
  });
});

test('only callers who may read reports are answered', async () => {
  const asked = async (authorization: string) => {
    const { status, text } = await send(path, { headers: { authorization } });
    return [status, JSON.parse(text).errors[0].extensions];
  };
  const refused = (code: string) => ({ code });
  expect(await asked('')).toEqual([401, refused('UNAUTHENTICATED')]);
  expect(await asked('Bearer dg_1_x')).toEqual([401, refused('UNAUTHENTICATED')]);
  const without = await tokenFor(database, 'acme', { permissions: ['other'] });
  expect(await asked(`Bearer ${without}`)).toEqual([403, refused('FORBIDDEN')]);
  expect(await asked(`Bearer ${await tokenFor(database, 'basic')}`)).toEqual([403, refused('FORBIDDEN')]);
});

test('a limited token sees its mailboxes alone, whatever it asks for', async () => {
  const limited = await tokenFor(database, 'acme', { mailboxIds: ['m2'] });
  const headers = { authorization: `Bearer ${limited}` };
  const answers = ['', '?mailboxes=m1,m2', '?mailboxes=m1'].map((query) => send(path + query, { headers }));
  const texts = (await Promise.all(answers)).map(({ text }) => idsOf(text));
  expect(texts).toEqual([['whole'], ['whole'], []]);
});

test('HEAD has the headers alone; other methods and paths are refused', async () => {
  const head = await send(path, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-type'), head.text]).toEqual([
    200,
    'text/csv; charset=utf-8',
    '',
  ]);
  const post = await send(path, { method: 'POST' });
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect((await send('/export/nothing.csv')).status).toBe(404);
});

test('the export is there without the faces of other products', async () => {
  const off = senderOf(database, { authorization: `Bearer ${token}` }, { REST_FACE: 'off' });
  expect((await off(path)).status).toBe(200);
});

const pagesSince = (count: number): number =>
  statements.slice(count).filter(({ sql }) => sql.includes('run_0')).length;

/** Serves over HTTP, one request at a time, and asks for the long list. */
async function open(served = database): Promise<{ response: IncomingMessage; address: string }> {
  const server = createServer(appOf(served, { MAX_REQUESTS: '1' }));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const request = get(address, { headers: { authorization: `Bearer ${manyToken}` }, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { response, address };
}

/** A page that is read when the test says so; until then the export waits for it. */
function heldAt(pages: number): {
  served: Database;
  release: (error?: Error) => void;
  isHeld: () => boolean;
} {
  let release: (error?: Error) => void = () => {};
  const held = new Promise<void>((resolve, reject) => {
    release = (error) => (error ? reject(error) : resolve());
  });
  let asked = 0;
  const read: Database['read'] = async (statement) => {
    if (statement.sql.includes('run_0') && ++asked === pages) await held;
    return database.read(statement);
  };
  return { served: { ...database, read }, release, isHeld: () => asked >= pages };
}

test('a client that goes away ends its statements, and leaves room for others', async () => {
  const before = statements.length;
  const { served, release, isHeld } = heldAt(2);
  const { response, address } = await open(served);
  response.on('error', () => {}); // It is the test that breaks off.
  await vi.waitFor(() => expect(isHeld()).toBe(true), { timeout: 20_000 });
  const other = { headers: { authorization: `Bearer ${token}` } };
  expect((await fetch(address, other)).status).toBe(503);
  response.destroy();
  await vi.waitFor(
    async () => expect((await fetch(address, { ...other, method: 'HEAD' })).status).toBe(200),
    {
      timeout: 20_000,
    },
  );
  release();
  await new Promise((resolve) => setTimeout(resolve, 100));
  // The first page of the long list, and that of the client who found room.
  expect(pagesSince(before)).toBe(2);
});

test('what fails midway breaks the connection off instead of ending the list early', async () => {
  const { served, release, isHeld } = heldAt(2);
  const { response } = await open(served);
  const read = (async () => {
    for await (const chunk of response) expect(chunk.length).toBeGreaterThan(0);
  })();
  const outcome = expect(read).rejects.toThrow('aborted');
  await vi.waitFor(() => expect(isHeld()).toBe(true), { timeout: 20_000 });
  release(new Error('the disk is gone'));
  await outcome;
});

test('pages are read as they are taken', async () => {
  const before = statements.length;
  const response = await appOf(database).fetch(`http://deskgraph.test${path}`, {
    headers: { authorization: `Bearer ${manyToken}` },
  });
  expect(response.status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 300));
  // The first page waits to be taken.
  expect(pagesSince(before)).toBe(1);
  expect(idsOf(await response.text())).toHaveLength(conversations);
  expect(pagesSince(before)).toBe(3);
});
