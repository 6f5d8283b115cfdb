import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import type { App } from '../../src/server/app.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { type HostileRequest, hostileRequest } from '../harness/hostile-requests.ts';
import { namedDesk } from '../harness/named-desk.ts';

const requests = 20_000;
/** Stands in every name of the other account, and in no request. */
const secret = 'Zanzibar';

let database: Database;
let app: App;
let token: string;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'ours', { records: namedDesk('Ours', 'm1') });
  await createAccount(database, 'theirs', { records: namedDesk(secret, 'theirs') });
  token = await tokenFor(database, 'ours');
  app = appOf(database, { RATE_LIMIT_TOKEN: '1000000' });
});

afterAll(() => database.close());

const told = new Set<unknown>();

async function expectDecentAnswer({ search, init }: HostileRequest): Promise<void> {
  const response = await app.fetch(`http://deskgraph.test/graphql${search}`, init);
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  expect(text).not.toContain(secret);
  expect(text).not.toMatch(/node_modules|Prisma|file:\/\//);
  if (!response.headers.get('content-type')?.includes('json')) return;
  const { errors = [] } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
  const codes = errors.map(({ extensions }) => extensions?.code);
  expect(codes).not.toContain(undefined);
  expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
  for (const code of errors.length > 0 ? codes : ['none']) told.add(code);
}

// A failure prints its seed and the smallest request that shows it.
test(`${requests} hostile requests get decent answers`, { timeout: 600_000 }, async () => {
  await fc.assert(fc.asyncProperty(hostileRequest(token), expectDecentAnswer), { numRuns: requests });
  // They were not all refused at the door.
  expect([...told].sort()).toEqual(
    expect.arrayContaining([
      'BAD_REQUEST',
      'BAD_USER_INPUT',
      'GRAPHQL_PARSE_FAILED',
      'GRAPHQL_VALIDATION_FAILED',
      'UNAUTHENTICATED',
      'none',
    ]),
  );
});
