import { afterAll, beforeAll, expect, test } from 'vitest';
import { listTokens, tokenIdOf } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let credentials: Record<string, string>;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  const token = await tokenFor(database, 'acme');
  const [stored] = await listTokens(database, 'acme');
  if (!stored) throw new Error('there is no token');
  credentials = {
    authorization: `Bearer ${token}`,
    'x-auth-token': token,
    'x-user-id': tokenIdOf(stored),
  };
});

afterAll(() => database.close());

const rule = 'The header deskgraph-version must be a version as extensions.version tells it, such as 42.';
const error = { message: rule, extensions: { code: 'BAD_REQUEST' } };
const period = 'start=2026-01-01T00:00:00Z&end=2026-02-01T00:00:00Z';

const faces: [path: string, refusal: object][] = [
  ['/graphql?query={account{id}}', { errors: [error] }],
  ['/export/conversations.csv', { errors: [error] }],
  [`/v2/reports/conversations?${period}`, { message: rule }],
  ['/api/v2/accounts/acme/summary_reports/channel?since=1767225600&until=1769904000', { error: rule }],
  [`/api/v1/livechat/analytics/dashboards/conversations-by-status?${period}`, { error: rule }],
];

async function ask(path: string, version: string): Promise<Response> {
  const headers = { ...credentials, 'deskgraph-version': version };
  return appOf(database).fetch(`http://deskgraph.test${path}`, { headers });
}

test.each(faces)(
  '%s refuses what is no version, and answers where there are no replicas',
  async (path, refusal) => {
    for (const version of ['', 'v1', '-1', '1.5', '9'.repeat(20)]) {
      const answer = await ask(path, version);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject(refusal);
    }
    const answer = await ask(path, '9'.repeat(18));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('deskgraph-version')).toBe(null);
    expect(await answer.text()).not.toContain('"version"');
  },
);
