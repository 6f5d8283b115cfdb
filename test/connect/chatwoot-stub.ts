import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readChatwootData } from './chatwoot-data.ts';

type Row = { [key: string]: unknown };

export interface StubConversation extends Row {
  id: number;
  inbox_id: number;
  status: string;
  created_at: number;
  updated_at: number;
  labels: string[];
  messages: Row[];
  meta: Row;
}

interface StubAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

interface Exchange {
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
}

const base = '/api/v1/accounts/1';
export const stubToken = 'CANARY-administrators-token';
const pageSize = 25;
const mostMessages = 1000;

/** A Chatwoot with the made-up account, with the habits of the real one. What it holds may be changed by a test. */
export interface ChatwootStub {
  readonly url: string;
  /** Requests in their order, such as `GET /api`. */
  readonly requests: string[];
  readonly conversations: Map<number, StubConversation>;
  readonly messages: Map<number, Row[]>;
  readonly events: Map<number, Row[]>;
  readonly ratings: Row[];
  /** Bodies of the lists, by their path behind the account's. */
  readonly lists: Map<string, unknown>;
  /** Whole seconds since 1970. */
  now: number;
  version: string;
  role: string;
  /** Looks at a request first; undefined leaves it to the account. */
  intercept: (path: string, request: IncomingMessage) => StubAnswer | undefined;
  /** Holds an answer back for as long as this takes. */
  delay: (path: string) => Promise<void> | undefined;
  readonly close: () => Promise<void>;
}

export async function startChatwootStub(): Promise<ChatwootStub> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stub = stubOf(`http://127.0.0.1:${port}`, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  server.on('request', async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = decodeURI(request.url ?? '');
    stub.requests.push(`${request.method} ${path}`);
    await stub.delay(path);
    send(response, stub.intercept(path, request) ?? answerTo(stub, path, request, body));
  });
  return stub;
}

function stubOf(url: string, close: () => Promise<void>): ChatwootStub {
  const recorded = readChatwootData('example-rest.json') as Exchange[];
  const bodyOf = (path: string): unknown => recorded.find(({ request }) => request === `GET ${path}`)?.body;
  const pages = [1, 2].map(
    (page) =>
      bodyOf(`${base}/conversations?status=all&assignee_type=all&sort_by=created_at_asc&page=${page}`) as {
        data: { payload: StubConversation[] };
      },
  );
  const conversations = structuredClone(pages.flatMap(({ data }) => data.payload));
  const rowsOf = (id: number, part: string): Row[] => {
    const body = structuredClone(bodyOf(`${base}/conversations/${id}/${part}`));
    return Array.isArray(body) ? body : (body as { payload: Row[] }).payload;
  };
  const lists = ['', '/inboxes', '/agents', '/teams', '/labels', '/automation_rules'].map(
    (path): [string, unknown] => [path, structuredClone(bodyOf(`${base}${path}`))],
  );
  const definitions = '/custom_attribute_definitions?attribute_model=conversation_attribute';
  return {
    url,
    requests: [],
    conversations: new Map(conversations.map((conversation) => [conversation.id, conversation])),
    messages: new Map(conversations.map(({ id }) => [id, rowsOf(id, 'messages?after=0&before=2147483647')])),
    events: new Map(conversations.map(({ id }) => [id, rowsOf(id, 'reporting_events')])),
    ratings: structuredClone(bodyOf(`${base}/csat_survey_responses?sort=created_at&page=1`)) as Row[],
    lists: new Map([...lists, [definitions, structuredClone(bodyOf(`${base}${definitions}`))]]),
    now: Date.parse('2024-04-02T08:00:00Z') / 1000,
    version: '4.16.2',
    role: 'administrator',
    intercept: () => undefined,
    delay: () => undefined,
    close,
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: StubAnswer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/html' : 'application/json',
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}

const noRoute: StubAnswer = {
  status: 404,
  body: '<html>The page you were looking for does not exist</html>',
};
const noRecord: StubAnswer = { status: 404, body: { error: 'Resource could not be found' } };
const ok = (body: unknown): StubAnswer => ({ status: 200, body });

function answerTo(stub: ChatwootStub, path: string, request: IncomingMessage, body: string): StubAnswer {
  if (path === '/api') return ok({ version: stub.version, timestamp: '', queue_services: 'ok' });
  const token = request.headers['api_access_token'] ?? request.headers['api-access-token'];
  if (token === undefined)
    return { status: 401, body: { errors: ['You need to sign in or sign up before continuing.'] } };
  if (token !== stubToken) return { status: 401, body: { error: 'Invalid Access Token' } };
  if (path === '/api/v1/profile')
    return ok({ access_token: stubToken, accounts: [{ id: 1, role: stub.role, status: 'active' }] });
  if (path.startsWith('/api/v2/accounts/1/summary_reports/channel?')) return summary(stub, path);
  if (!path.startsWith(base)) return noRoute;
  return answerOfAccount(stub, path.slice(base.length), body);
}

function answerOfAccount(stub: ChatwootStub, path: string, body: string): StubAnswer {
  const list = stub.lists.get(path);
  if (list !== undefined) return ok(list);
  const [route = '', query = ''] = path.split('?');
  const parameters = new URLSearchParams(query);
  if (route === '/csat_survey_responses') return ok(ratingsPage(stub, parameters));
  if (route === '/conversations') return listConversations(stub, parameters);
  if (route === '/conversations/filter') return filterConversations(stub, parameters, body);
  const [, id, part] = /^\/conversations\/(\d+)(?:\/(\w+))?$/.exec(route) ?? [];
  const conversation = stub.conversations.get(Number(id));
  if (id === undefined) return noRoute;
  if (!conversation) return noRecord;
  if (part === undefined) return ok(conversation);
  if (part === 'messages') return ok({ meta: {}, payload: messagesBetween(stub, Number(id), parameters) });
  return part === 'reporting_events' ? ok(stub.events.get(Number(id)) ?? []) : noRoute;
}

function ratingsPage({ ratings }: ChatwootStub, parameters: URLSearchParams): Row[] {
  const since = Number(parameters.get('since') ?? 0);
  const until = Number(parameters.get('until') ?? Number.POSITIVE_INFINITY);
  const page = Number(parameters.get('page') ?? 1);
  return ratings
    .filter((rating) => Number(rating['created_at']) >= since && Number(rating['created_at']) <= until)
    .slice((page - 1) * pageSize, page * pageSize);
}

function sorted({ conversations }: ChatwootStub): StubConversation[] {
  return [...conversations.values()].sort(
    (one, other) => one.created_at - other.created_at || one.id - other.id,
  );
}

/** Status open is the default, a page has 25, and what changed lately comes all at once. */
function listConversations(stub: ChatwootStub, parameters: URLSearchParams): StubAnswer {
  const status = parameters.get('status') ?? 'open';
  const all = sorted(stub).filter((conversation) => status === 'all' || conversation.status === status);
  const meta = { mine_count: 0, assigned_count: 0, unassigned_count: 0, all_count: all.length };
  const within = parameters.get('updated_within');
  if (within !== null) {
    const payload = all.filter(({ updated_at }) => updated_at > stub.now - Number(within));
    return ok({ data: { meta, payload } });
  }
  const page = Number(parameters.get('page') ?? 1);
  return ok({ data: { meta, payload: all.slice((page - 1) * pageSize, page * pageSize) } });
}

interface Condition {
  readonly attribute_key: string;
  readonly filter_operator: string;
  readonly values: readonly string[];
}

/** Days are compared, in UTC. */
function filterConversations(stub: ChatwootStub, parameters: URLSearchParams, body: string): StubAnswer {
  const { payload: conditions } = JSON.parse(body) as { payload: Condition[] };
  const found = sorted(stub).filter(({ created_at }) => {
    const day = new Date(created_at * 1000).toISOString().slice(0, 10);
    return conditions.every(({ filter_operator, values: [value = ''] }) =>
      filter_operator === 'is_greater_than' ? day > value : day < value,
    );
  });
  const page = Number(parameters.get('page') ?? 1);
  const meta = { mine_count: 0, unassigned_count: 0, all_count: found.length };
  return ok({ meta, payload: found.slice((page - 1) * pageSize, page * pageSize) });
}

/** Ids from `after` and below `before`, the oldest thousand. */
function messagesBetween({ messages }: ChatwootStub, id: number, parameters: URLSearchParams): Row[] {
  const after = Number(parameters.get('after'));
  const before = Number(parameters.get('before'));
  return (messages.get(id) ?? [])
    .filter((message) => Number(message['id']) >= after && Number(message['id']) < before)
    .sort((one, other) => Number(one['created_at']) - Number(other['created_at']))
    .slice(0, mostMessages);
}

const longestSummary = 15_778_476;

function summary(stub: ChatwootStub, path: string): StubAnswer {
  const parameters = new URLSearchParams(path.split('?')[1]);
  const [since, until] = [Number(parameters.get('since')), Number(parameters.get('until'))];
  if (until - since > longestSummary)
    return { status: 422, body: { error: 'Date range cannot exceed 6 months' } };
  const channels: Record<string, Record<string, number>> = {};
  for (const { created_at, status, meta } of stub.conversations.values()) {
    if (created_at < since || created_at >= until) continue;
    const channel = String(meta['channel'] ?? '');
    channels[channel] ??= { open: 0, resolved: 0, pending: 0, snoozed: 0, total: 0 };
    const counts = channels[channel];
    counts[status] = (counts[status] ?? 0) + 1;
    counts['total'] = (counts['total'] ?? 0) + 1;
  }
  return ok(channels);
}
