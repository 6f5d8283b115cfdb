import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readChatwootData } from './chatwoot-data.ts';
import { answerTo } from './chatwoot-stub-answers.ts';
import type { ChatwootStub, Exchange, Row, StubAnswer, StubConversation } from './chatwoot-stub-state.ts';

const base = '/api/v1/accounts/1';
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
    response.setHeader('date', new Date(stub.now * 1000).toUTCString());
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
    webhooks: [],
    now: Date.parse('2024-04-02T08:00:00Z') / 1000,
    version: '4.16.2',
    pageSize: 25,
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
