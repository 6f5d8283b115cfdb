import { createHmac } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type KnownConversation, readAccount } from './helpscout-data.ts';
import { answerReport } from './helpscout-stub-reports.ts';
import type { HelpScoutStub, StubAnswer, StubWebhook } from './helpscout-stub-state.ts';

export const stubApp = { HELPSCOUT_APP_ID: 'CANARY-app', HELPSCOUT_APP_SECRET: 'CANARY-secret' };
const token = 'CANARY-token';

export async function startHelpScoutStub(): Promise<HelpScoutStub> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stub = stubOf(`http://127.0.0.1:${port}`, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  let used = 0;
  server.on('request', async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = request.url ?? '';
    stub.requests.push(`${request.method} ${decodeURIComponent(path)}`);
    const isToken = path === '/v2/oauth2/token';
    if (isToken) used = 0;
    const isAllowed =
      isToken || (request.headers.authorization === `Bearer ${token}` && used++ < stub.tokenLife);
    const answer = stub.intercept(decodeURIComponent(path), request);
    if (answer) send(stub, response, answer);
    else if (isToken) send(stub, response, tokenAnswer(body));
    else if (!isAllowed) send(stub, response, { status: 401, body: { error: 'token_expired' } });
    else send(stub, response, answerTo(stub, request.method ?? 'GET', new URL(path, stub.url), body));
  });
  return stub;
}

function stubOf(url: string, close: () => Promise<void>): HelpScoutStub {
  const account = readAccount();
  const webhooks: StubWebhook[] = [];
  return {
    url,
    requests: [],
    account,
    webhooks,
    rated: null,
    now: Date.parse('2024-04-02T08:00:00Z') / 1000,
    lagSeconds: 0,
    allHasSpam: true,
    tokenLife: Number.POSITIVE_INFINITY,
    pageSize: 25,
    changeReport: () => {},
    intercept: () => undefined,
    deliver: (event, body) => Promise.all(webhooks.map((webhook) => deliverTo(webhook, event, body))),
    find: (id) => {
      const found = account.conversations.find(({ conversation }) => conversation.id === id);
      if (!found) throw new Error(`no conversation ${id}`);
      return found;
    },
    close,
  };
}

async function deliverTo(webhook: StubWebhook, event: string, content: object): Promise<number> {
  if (webhook.state === 'disabled') return 0;
  const body = JSON.stringify(content);
  const signature = createHmac('sha1', webhook.secret).update(body).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'x-helpscout-event': event,
    'x-helpscout-signature': signature,
  };
  const status = await fetch(webhook.url, { method: 'POST', headers, body }).then(
    (response) => response.status,
    () => 0,
  );
  if (status < 200 || status > 299) webhook.state = 'disabled';
  return status;
}

function send(
  stub: HelpScoutStub,
  response: ServerResponse,
  { status, body, headers = {} }: StubAnswer,
): void {
  response.writeHead(status, {
    'content-type': 'application/hal+json',
    date: new Date(stub.now * 1000).toUTCString(),
    ...headers,
  });
  response.end(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
}

function tokenAnswer(body: string): StubAnswer {
  const form = new URLSearchParams(body);
  const isRight =
    form.get('grant_type') === 'client_credentials' &&
    form.get('client_id') === stubApp.HELPSCOUT_APP_ID &&
    form.get('client_secret') === stubApp.HELPSCOUT_APP_SECRET;
  if (!isRight) return { status: 401, body: { error: 'invalid_client' } };
  return { status: 200, body: { token_type: 'bearer', access_token: token, expires_in: 172_800 } };
}

const gone: StubAnswer = { status: 404, body: { message: 'Not Found' } };

function answerTo(stub: HelpScoutStub, method: string, url: URL, body: string): StubAnswer {
  const { pathname: path, searchParams } = url;
  const page = Number(searchParams.get('page') ?? 1);
  if (path.startsWith('/v2/webhooks')) return answerWebhooks(stub, method, path, body);
  if (path === '/v2/conversations') return listConversations(stub, searchParams, page);
  const [, version, id, part] = /^\/v([23])\/conversations\/(\d+)(\/threads)?$/.exec(path) ?? [];
  if (version) return part ? listThreads(stub, Number(id), page) : oneConversation(stub, Number(id));
  if (path.startsWith('/v2/reports/')) return answerReport(stub, path, searchParams);
  return answerList(stub, path, page);
}

function answerList({ account, rated }: HelpScoutStub, path: string, page: number): StubAnswer {
  const [, mailbox, list] = /^\/v2\/mailboxes\/(\d+)\/([\w-]+)$/.exec(path) ?? [];
  const lists: Record<string, readonly object[] | undefined> = {
    '/v2/mailboxes': account.mailboxes,
    '/v2/users': account.users,
    '/v2/teams': account.teams,
    '/v2/tags': account.tags,
    '/v2/workflows': account.workflows,
  };
  const items = lists[path];
  if (items) return paged(path.slice('/v2/'.length), items, page, 50);
  if (path === '/v2/users/me') return { status: 200, body: account.users[0] };
  if (list === 'folders')
    return { status: 200, body: { _embedded: { folders: account.folders[mailbox ?? ''] } } };
  if (list === 'fields') return paged('fields', account.fields[mailbox ?? ''] ?? [], page, 50);
  if (list === 'saved-replies') return { status: 200, body: account.savedReplies[mailbox ?? ''] };
  const [, rating] = /^\/v2\/ratings\/(\d+)$/.exec(path) ?? [];
  const [thread] = [...(rated ?? [])].filter(([, { id }]) => String(id) === rating);
  if (!thread) return gone;
  const [threadId, { conversationId, createdAt }] = thread;
  return { status: 200, body: { id: Number(rating), threadId, conversationId, createdAt } };
}

/** What it is of is absent where a list is empty. */
function paged(name: string, items: readonly object[], page: number, size: number): StubAnswer {
  const totalPages = Math.ceil(items.length / size);
  const found = items.slice((page - 1) * size, page * size);
  return {
    status: 200,
    body: {
      ...(found.length > 0 && { _embedded: { [name]: found } }),
      page: { size, totalElements: items.length, totalPages, number: totalPages === 0 ? 0 : page },
      _links: {},
    },
  };
}

/** Active is the default of status, the order is the caller's, and the index lags. */
function listConversations(stub: HelpScoutStub, parameters: URLSearchParams, page: number): StubAnswer {
  const { account, allHasSpam, now, lagSeconds, pageSize } = stub;
  const status = parameters.get('status') ?? 'active';
  const field = parameters.get('sortField') ?? 'createdAt';
  const [, queried, from = '', to = ''] =
    /^\((\w+):\[(\S+) TO (\S+)\]\)$/.exec(parameters.get('query') ?? '') ?? [];
  const since = parameters.get('modifiedSince') ?? '';
  const timeOf = ({ conversation, modifiedAt }: KnownConversation, name: string): string =>
    name === 'modifiedAt' ? modifiedAt : conversation.createdAt;
  const mailboxes = parameters.get('mailbox')?.split(',');
  const indexed = new Date((now - lagSeconds) * 1000).toISOString();
  const found = account.conversations
    .filter(({ conversation }) =>
      conversation.status === 'spam'
        ? status === 'spam' || (allHasSpam && status === 'all')
        : status !== 'spam',
    )
    .filter(({ conversation }) => !mailboxes || mailboxes.includes(String(conversation['mailboxId'])))
    .filter((one) => !queried || (timeOf(one, queried) >= from && timeOf(one, queried) <= to))
    .filter(({ modifiedAt }) => modifiedAt >= since && (queried !== 'modifiedAt' || modifiedAt <= indexed))
    .sort((one, other) => (timeOf(one, field) < timeOf(other, field) ? -1 : 1));
  const embeds = parameters.get('embed') === 'threads';
  return paged(
    'conversations',
    found.map((one) => entryOf(one, embeds)),
    page,
    pageSize,
  );
}

/** Chats come with two of their threads, others with as many as a page has. */
function entryOf({ conversation, threads }: KnownConversation, embeds: boolean): object {
  const most = conversation['type'] === 'chat' ? 2 : 25;
  return embeds ? { ...conversation, _embedded: { threads: threads.slice(0, most) } } : conversation;
}

function oneConversation({ account }: HelpScoutStub, id: number): StubAnswer {
  const found = account.conversations.find(({ conversation }) => conversation.id === id);
  if (found) return { status: 200, body: entryOf(found, true) };
  const { status = 404, location } = account.gone.find((one) => one.id === id) ?? {};
  return status === 301 && location ? { status, headers: { location } } : gone;
}

function listThreads({ account }: HelpScoutStub, id: number, page: number): StubAnswer {
  const found = account.conversations.find(({ conversation }) => conversation.id === id);
  return found ? paged('threads', found.threads, page, 25) : gone;
}

function answerWebhooks({ webhooks }: HelpScoutStub, method: string, path: string, body: string): StubAnswer {
  const id = Number(path.split('/')[3] ?? 0);
  const index = webhooks.findIndex((webhook) => webhook.id === id);
  if (method === 'GET')
    return paged(
      'webhooks',
      webhooks.map(({ secret: _, ...webhook }) => webhook),
      1,
      50,
    );
  if (method === 'POST') {
    const webhook = { ...JSON.parse(body), id: webhooks.length + 1, state: 'enabled' };
    webhooks.push(webhook);
    return { status: 201, headers: { 'resource-id': String(webhook.id) } };
  }
  if (index < 0) return gone;
  if (method === 'DELETE') webhooks.splice(index, 1);
  else webhooks[index] = { ...JSON.parse(body), id, state: 'enabled' };
  return { status: 204 };
}
