import fc, { type GeneratorValue } from 'fast-check';

export interface HostileRestRequest {
  readonly path: string;
  readonly init: RequestInit & { readonly headers: Record<string, string> };
}

/** A token's secret and its public name. */
export interface KnownToken {
  readonly secret: string;
  readonly id: string;
}

const reports = [
  '/v2/reports/conversations',
  '/v2/reports/conversations/volume-by-channel',
  '/v2/reports/user/conversation-history',
  '/v2/mailboxes',
  '/v2/users',
  '/v2/tags',
  '/api/v2/accounts/ours/summary_reports/channel',
  '/api/v1/livechat/analytics/dashboards/conversations-by-status',
];
const downloads = ['/export/conversations.csv', '/export/breakdown.csv'];
const exchange = '/v2/oauth2/token';
const crooked = [
  '/v2/',
  '/v2/reports/conversations/',
  '/v2/..%2f/mailboxes',
  '/api/v2/accounts/theirs/summary_reports/channel',
  '/api/v2/accounts/%00/summary_reports/channel',
  '/api/v2/accounts/%ff%fe/summary_reports/channel',
  "/api/v2/accounts/'%20or%20true--/summary_reports/channel",
  '/api/v2/accounts//summary_reports/channel',
  '/api/v1/%zz',
  '/export/',
  '/export/%63onversations.csv',
  '/export/breakdown.csv/',
];

const dates = [
  '2026-01-01T00:00:00Z',
  '2026-02-01T00:00:00Z',
  '2026-02-01T00:00:00.123456789+14:00',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
];
const days = [
  '2026',
  '2026-01-01',
  '20260201',
  '2026-W05-7',
  '2026-060',
  'Thu, 01 Jan 2026 00:00:00 GMT',
  '9999-12-31T24:00',
  '0001',
];
const seconds = ['1767225600', '1769904000', '-1', '0', '+99999999999', '999999999999', '-999999999999'];
const ids = ['1', '2', 'm1', 'theirs', '1,2,,m1', '-1', '9'.repeat(30), '1-1'];
const words = [
  'email,chat',
  'PHONE',
  'day',
  'Month',
  'WEEK',
  'active',
  'number',
  'responseTviewByDescriptionime',
  'asc',
  'true',
  '0',
];
const dimensions = ['MAILBOX', 'user', 'TAG', 'Customer', 'CHANNEL', 'priority'];
const numbers = ['1', '2', '50', '100', '2147483647', '2147483648'];
const nasty = [
  '',
  ' ',
  '\t',
  '\u0000',
  '\ud800',
  'null',
  '-0',
  '1e400',
  '__proto__',
  'constructor',
  'toString',
  '{{7*7}}',
  '\r\nx-injected: 1',
  "'; drop table tags; --",
  '\u202e🦊é',
  'x'.repeat(5000),
];
const values = [...dates, ...days, ...seconds, ...ids, ...words, ...dimensions, ...numbers, ...nasty];

const names = [
  ...['start', 'end', 'previousStart', 'previousEnd', 'mailboxes', 'tags', 'types', 'folders', 'viewBy'],
  ...['user', 'status', 'officeHours', 'page', 'rows', 'size', 'sortField', 'sortOrder', 'since', 'until'],
  ...['sort', 'start[]', 'end[a][b]', '__proto__', 'constructor', '', '[', 'access_token', 'logRef'],
];

/** Downloads refuse every name but their own. */
const namesOfDownloads = [
  ...[
    'mailboxes',
    'tags',
    'types',
    'folders',
    'assignees',
    'isAssigned',
    'teams',
    'channels',
    'statuses',
    'priorities',
  ],
  ...[
    'customers',
    'timeZone',
    'orderBy',
    'direction',
    'by',
    'activity',
    'first',
    'officeHours',
    'compareTo',
    '__proto__',
  ],
];

/** Requests to all paths of the sources that are meant well, meant badly, and no requests at all. */
export function hostileRestRequest(token: KnownToken): fc.Arbitrary<HostileRestRequest> {
  return fc.gen().map((value) => {
    const path = isRare(value) ? pick(value, crooked) : pick(value, [...reports, ...downloads, exchange]);
    const isExchange = path === exchange;
    const usual = isExchange ? 'POST' : 'GET';
    const method = isRare(value) ? pick(value, ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE']) : usual;
    const headers = headersOf(value, token);
    const hasBody = method !== 'GET' && method !== 'HEAD';
    return {
      path: path + (isExchange && !isRare(value) ? '' : searchOf(value, path)),
      init: { method, headers, ...(hasBody && { body: bodyOf(value, token) }) },
    };
  });
}

function searchOf(value: GeneratorValue, path: string): string {
  if (isRare(value)) return `?${value(fc.string, { unit: 'binary' })}`;
  const usual = usualOf(value, path).map(([name, text]) => [
    name,
    isRare(value) ? pick(value, values) : text,
  ]);
  const isDownload = path.startsWith('/export');
  const others = Array.from({ length: value(fc.nat, 3) }, () => [
    pick(value, isDownload && !isRare(value) ? namesOfDownloads : names),
    pick(value, values),
  ]);
  const isStrict = path.startsWith('/api/v1') || isDownload;
  const pairs = [...usual, ...(isStrict && value(fc.nat, 3) > 0 ? [] : others)];
  const encode = isRare(value) ? (text = '') => text.replaceAll(/[#\s]/g, '%') : encoded;
  return `?${pairs.map(([name, text]) => `${encode(name)}=${encode(text)}`).join('&')}`;
}

/** What the path needs, so that it is not always refused at the door. */
function usualOf(value: GeneratorValue, path: string): [string, string][] {
  if (path.includes('/summary_reports/'))
    return [
      ['since', pick(value, seconds)],
      ['until', pick(value, seconds)],
    ];
  const from = path.startsWith('/api/v1') ? [...days, ...dates] : dates;
  return [
    ['start', pick(value, from)],
    ['end', pick(value, from)],
    ...(path.endsWith('history') ? ([['user', '1']] as [string, string][]) : []),
    ...(path.endsWith('breakdown.csv') ? ([['by', pick(value, dimensions)]] as [string, string][]) : []),
  ];
}

// Unlike encodeURIComponent, it takes halves of characters.
function encoded(text = ''): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function headersOf(value: GeneratorValue, { secret, id }: KnownToken): Record<string, string> {
  const tokenText = isRare(value) ? pick(value, ['', 'x', 'dg_1_x', `${secret}x`, 'a.b.c']) : secret;
  return {
    authorization: `${isRare(value) ? pick(value, ['Basic', 'bearer ', '']) : 'Bearer'} ${tokenText}`.trim(),
    ...(isRare(value) && { api_access_token: tokenText }),
    'x-auth-token': tokenText,
    'x-user-id': isRare(value) ? pick(value, ['', '0', '1-99', '__proto__', 'x']) : id,
    'content-type': pick(value, ['application/json', 'application/x-www-form-urlencoded', 'text/plain', '']),
    accept: pick(value, ['*/*', 'text/html']),
    host: pick(value, ['desk.example.com', 'desk:4000', '[::1]', 'a"b<c>', '']),
    'x-forwarded-for': pick(value, ['', '1.1.1.1', ',,,']),
    'x-forwarded-proto': pick(value, ['', 'https', 'javascript']),
    'x-request-id': value(fc.string, { unit: 'grapheme-ascii' }).trim(),
  };
}

function bodyOf(value: GeneratorValue, { secret, id }: KnownToken): string {
  const parts = {
    grant_type: pick(value, ['client_credentials', 'refresh_token', ...nasty]),
    client_id: isRare(value) ? pick(value, values) : id,
    client_secret: isRare(value) ? pick(value, values) : secret,
    refresh_token: isRare(value) ? pick(value, values) : secret,
  };
  if (isRare(value)) return JSON.stringify(value(fc.jsonValue)) ?? '';
  if (isRare(value)) return value(fc.string, { unit: 'binary', maxLength: 50 });
  return isRare(value) || value(fc.boolean)
    ? new URLSearchParams(parts).toString()
    : JSON.stringify(parts).replace('{', isRare(value) ? '{"__proto__":{"grant_type":"x"},' : '{');
}

function pick<Item>(value: GeneratorValue, items: readonly Item[]): Item {
  const item = items[value(fc.nat, items.length - 1)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}

function isRare(value: GeneratorValue): boolean {
  return value(fc.nat, 10) === 0;
}
