import type { IncomingHttpHeaders } from 'node:http';
import type { StubDocument } from './rocketchat-data.ts';
import { type RocketchatStub, type StubAnswer, stubToken, stubUser } from './rocketchat-stub-state.ts';

const ok = (body: object): StubAnswer => ({ status: 200, body: { ...body, success: true } });
const bad = (error: string): StubAnswer => ({ status: 400, body: { success: false, error } });
const noRoute: StubAnswer = { status: 404, body: '<html>Not found</html>' };

const livechat = '/api/v1/livechat/';
const reportPath = '/api/v1/livechat/analytics/dashboards/conversations-by-status';

/** What the workspace answers to a path. */
export function answerTo(
  stub: RocketchatStub,
  url: string,
  headers: IncomingHttpHeaders,
  body: string,
): StubAnswer {
  const { pathname: path, searchParams: query } = new URL(url, stub.url);
  if (path === '/api/info') return { status: 200, body: { version: stub.version, success: true } };
  if (headers['x-auth-token'] !== stubToken || headers['x-user-id'] !== stubUser)
    return { status: 401, body: { status: 'error', message: 'You must be logged in to do this.' } };
  if (path === '/api/v1/me') return ok({ _id: stubUser, roles: stub.roles, email: 'CANARY@example.com' });
  if (path === '/api/v1/rooms.info') return roomInfo(stub, query);
  if (path === '/api/v1/omnichannel/integrations') return integrate(stub, body);
  if (path === reportPath) return report(stub, query);
  return path.startsWith(livechat) ? livechatAnswer(stub, path.slice(livechat.length), query) : noRoute;
}

function livechatAnswer(stub: RocketchatStub, path: string, query: URLSearchParams): StubAnswer {
  if (path === 'integrations.settings')
    return ok({
      settings: [
        { _id: 'Livechat_http_timeout', value: 5000 },
        { _id: 'Livechat_webhookUrl', value: stub.integration['LivechatWebhookUrl'] ?? '' },
      ],
    });
  if (path === 'rooms') return roomsAnswer(stub, query);
  const list = stub.lists.get(path);
  const key = {
    department: 'departments',
    'users/agent': 'users',
    'custom-fields': 'customFields',
    tags: 'tags',
  };
  if (list) return page(stub, key[path as 'tags'], list, query);
  const [, room = '', part] = /^([^/]+)\/(messages)$/.exec(path) ?? [];
  if (part) {
    const messages = stub.messages.get(room);
    if (!messages) return { ...bad('invalid-room'), body: { success: false, error: 'invalid-room' } };
    // No joins, transfers and holds; hidden ones are among them.
    const shown = messages.filter(({ t }) => t === undefined || t === 'livechat-close');
    return page(stub, 'messages', shown, query);
  }
  const [, transferred] = /^transfer\.history\/(.+)$/.exec(path) ?? [];
  return transferred ? page(stub, 'history', stub.transfers.get(transferred) ?? [], query) : noRoute;
}

function page(
  { mostRows }: RocketchatStub,
  key: string,
  documents: readonly StubDocument[],
  query: URLSearchParams,
): StubAnswer {
  const offset = Number(query.get('offset') ?? 0);
  const rows = documents.slice(offset, offset + Math.min(Number(query.get('count') ?? 50), mostRows));
  return ok({ [key]: rows, count: rows.length, offset, total: documents.length });
}

const roomParameters = new Set([
  'count',
  'offset',
  'sort',
  'createdAt',
  'closedAt',
  'open',
  'onhold',
  'queued',
]);

/** Both bounds are included; of the filters by state each means something of its own. */
function roomsAnswer(stub: RocketchatStub, query: URLSearchParams): StubAnswer {
  if ([...query.keys()].some((key) => !roomParameters.has(key)))
    return bad('must NOT have additional properties [invalid-params]');
  const isWithin = (value: unknown, bounds: string | null): boolean => {
    if (bounds === null) return true;
    const { start, end } = JSON.parse(bounds) as { start?: string; end?: string };
    const at = Date.parse(String(value));
    return (
      at >= Date.parse(start ?? '1970-01-01') &&
      at <= (end === undefined ? Number.MAX_VALUE : Date.parse(end))
    );
  };
  const found = [...stub.rooms.values()].filter(
    (room) =>
      isWithin(room['ts'], query.get('createdAt')) &&
      isWithin(room['closedAt'] ?? 'never', query.get('closedAt')) &&
      isInState(room, query),
  );
  const [[field, direction] = ['ts', -1]] = Object.entries(JSON.parse(query.get('sort') ?? '{"ts":-1}'));
  const timeOf = (room: StubDocument): number => Date.parse(String(room[field]));
  found.sort((one, other) => Number(direction) * (timeOf(one) - timeOf(other)));
  return page(stub, 'rooms', found, query);
}

function isInState({ open, servedBy, onHold }: StubDocument, query: URLSearchParams): boolean {
  if (query.get('open') === 'true') return open === true && servedBy !== undefined && onHold !== true;
  if (query.get('queued') === 'true') return open === true && servedBy === undefined && onHold !== true;
  return query.get('onhold') !== 'true' || onHold === true;
}

function roomInfo({ rooms }: RocketchatStub, query: URLSearchParams): StubAnswer {
  const room = rooms.get(query.get('roomId') ?? '');
  return room
    ? ok({ room })
    : bad('The required "roomId" param provided does not match any room [error-room-not-found]');
}

function integrate(stub: RocketchatStub, body: string): StubAnswer {
  stub.integration = { ...stub.integration, ...JSON.parse(body) };
  return ok({});
}

/** Counts marks of rooms, of which one may have several or none; the end is excluded. */
function report({ rooms }: RocketchatStub, query: URLSearchParams): StubAnswer {
  const [start, end] = [Date.parse(query.get('start') ?? ''), Date.parse(query.get('end') ?? '')];
  const found = [...rooms.values()].filter(({ ts }) => {
    const at = Date.parse(String(ts));
    return at >= start && at < end;
  });
  const count = (isOf: (room: StubDocument) => boolean): number => found.filter(isOf).length;
  const duration = ({ metrics }: StubDocument): unknown =>
    (metrics as StubDocument | undefined)?.['chatDuration'];
  const values = {
    Open: count(({ open, onHold, servedBy }) => open === true && !onHold && servedBy != null),
    Closed: count((room) => Boolean(duration(room))),
    Queued: count(({ open, servedBy }) => open === true && servedBy == null),
    On_Hold: count(({ onHold }) => onHold === true),
  };
  const data = Object.entries(values).map(([label, value]) => ({ label, value }));
  data.sort((one, other) => other.value - one.value);
  return ok({ total: found.length, data: found.length > 0 ? data : [] });
}
