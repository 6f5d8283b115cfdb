import type { IncomingMessage } from 'node:http';
import {
  type ChatwootStub,
  type Row,
  type StubAnswer,
  type StubConversation,
  stubToken,
} from './chatwoot-stub-state.ts';
import { answerOfWebhooks } from './chatwoot-stub-webhooks.ts';

const base = '/api/v1/accounts/1';
const ratingsPageSize = 25;
const mostMessages = 1000;

const noRoute: StubAnswer = {
  status: 404,
  body: '<html>The page you were looking for does not exist</html>',
};
const noRecord: StubAnswer = { status: 404, body: { error: 'Resource could not be found' } };
const ok = (body: unknown): StubAnswer => ({ status: 200, body });

/** What a Chatwoot with this account answers. */
export function answerTo(
  stub: ChatwootStub,
  path: string,
  request: IncomingMessage,
  body: string,
): StubAnswer {
  if (path === '/api') return ok({ version: stub.version, timestamp: '', queue_services: 'ok' });
  const token = request.headers['api_access_token'] ?? request.headers['api-access-token'];
  if (token === undefined)
    return { status: 401, body: { errors: ['You need to sign in or sign up before continuing.'] } };
  if (token !== stubToken) return { status: 401, body: { error: 'Invalid Access Token' } };
  if (path === '/api/v1/profile')
    return ok({ access_token: stubToken, accounts: [{ id: 1, role: stub.role, status: 'active' }] });
  if (path.startsWith('/api/v2/accounts/1/summary_reports/channel?')) return summary(stub, path);
  if (!path.startsWith(base)) return noRoute;
  return answerOfAccount(stub, `${request.method}`, path.slice(base.length), body);
}

function answerOfAccount(stub: ChatwootStub, method: string, path: string, body: string): StubAnswer {
  if (path.startsWith('/webhooks')) return answerOfWebhooks(stub, method, path, body);
  const list = stub.lists.get(path);
  if (list !== undefined) return ok(list);
  const [route = '', query = ''] = path.split('?');
  const parameters = new URLSearchParams(query);
  if (route === '/csat_survey_responses') return ok(ratingsPage(stub, parameters));
  if (route === '/conversations') return listConversations(stub, parameters);
  if (route === '/conversations/meta') return ok({ meta: { all_count: countOf(stub, parameters) } });
  if (route === '/conversations/filter') return filterConversations(stub, parameters, body);
  if (route.startsWith('/contacts/')) return contactOf(stub, Number(route.slice(10)));
  const [, id, part] = /^\/conversations\/(\d+)(?:\/(\w+))?$/.exec(route) ?? [];
  const conversation = stub.conversations.get(Number(id));
  if (id === undefined) return noRoute;
  if (!conversation) return noRecord;
  if (part === undefined) return ok(conversation);
  if (part === 'messages') return ok({ meta: {}, payload: messagesBetween(stub, Number(id), parameters) });
  return part === 'reporting_events' ? ok(stub.events.get(Number(id)) ?? []) : noRoute;
}

function contactOf({ conversations }: ChatwootStub, id: number): StubAnswer {
  const senders = Array.from(conversations.values(), ({ meta }) => meta['sender'] as Row | undefined);
  const payload = senders.find((sender) => sender?.['id'] === id);
  return payload ? ok({ payload }) : noRecord;
}

function countOf({ conversations }: ChatwootStub, parameters: URLSearchParams): number {
  const [status, inbox] = [parameters.get('status'), Number(parameters.get('inbox_id'))];
  return Array.from(conversations.values()).filter((one) => one.status === status && one.inbox_id === inbox)
    .length;
}

function ratingsPage({ ratings }: ChatwootStub, parameters: URLSearchParams): Row[] {
  const since = Number(parameters.get('since') ?? 0);
  const until = Number(parameters.get('until') ?? Number.POSITIVE_INFINITY);
  const page = Number(parameters.get('page') ?? 1);
  return ratings
    .filter((rating) => Number(rating['created_at']) >= since && Number(rating['created_at']) <= until)
    .slice((page - 1) * ratingsPageSize, page * ratingsPageSize);
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
  return ok({ data: { meta, payload: all.slice((page - 1) * stub.pageSize, page * stub.pageSize) } });
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
  return ok({ meta, payload: found.slice((page - 1) * stub.pageSize, page * stub.pageSize) });
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
  if (stub.version < '4.10') return noRoute;
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
