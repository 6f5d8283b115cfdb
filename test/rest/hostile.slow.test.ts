import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listTokens, tokenIdOf } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import type { App } from '../../src/server/app.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { type HostileRestRequest, hostileRestRequest, type KnownToken } from '../harness/hostile-rest.ts';
import { namedDesk } from '../harness/named-desk.ts';

const requests = 5000;
/** Stands in every name of the other account, and in no request. */
const secret = 'Zanzibar';

let database: Database;
let app: App;
let token: KnownToken;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'ours', { records: namedDesk('Ours', 'm1') });
  await createAccount(database, 'theirs', { records: namedDesk(secret, 'theirs') });
  const newest = await tokenFor(database, 'ours');
  const [stored] = await listTokens(database, 'ours');
  token = { secret: newest, id: stored ? tokenIdOf(stored) : '' };
  app = appOf(database, { RATE_LIMIT_TOKEN: '1000000', TRUSTED_PROXIES: '1' });
});

afterAll(() => database.close());

const told = new Map<number | 'csv', number>();

async function expectDecentAnswer({ path, init }: HostileRestRequest): Promise<void> {
  const response = await app.fetch(`http://deskgraph.test${path}`, init);
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  expect(text).not.toContain(secret);
  expect(text).not.toMatch(/node_modules|Prisma|file:\/\/|\n {4}at /);
  expect(response.headers.get('x-injected')).toBeNull();
  const isTable = text !== '' && response.headers.get('content-type')?.startsWith('text/csv');
  if (isTable) expect(text).toMatch(/^(id,number|key,name),.*\r\n/);
  else if (text) JSON.parse(text);
  if (isTable) told.set('csv', (told.get('csv') ?? 0) + 1);
  told.set(response.status, (told.get(response.status) ?? 0) + 1);
}

// A failure prints its seed and the smallest request that shows it.
test(`${requests} hostile requests get decent answers`, { timeout: 600_000 }, async () => {
  const property = fc.asyncProperty(hostileRestRequest(token), expectDecentAnswer);
  await fc.assert(property, { numRuns: requests });
  // They were not all refused at the door.
  expect([...told.keys()].sort()).toEqual(expect.arrayContaining([200, 400, 401, 404, 405, 422]));
  expect(told.get(200)).toBeGreaterThan(requests / 5);
  expect(told.get('csv')).toBeGreaterThan(requests / 50);
});
