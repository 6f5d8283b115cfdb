import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { schema } from '../../src/schema/schema.ts';
import { readPersistedOperations } from '../../src/server/persisted-operations.ts';
import { settingsOf } from '../../src/settings.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let token: string;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  token = await tokenFor(database, 'acme');
  folder = await mkdtemp(join(tmpdir(), 'deskgraph-test-'));
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

async function operationsOf(manifest: string, only = false) {
  const file = join(folder, 'operations.json');
  await writeFile(file, manifest);
  const settings = { PERSISTED_OPERATIONS: file, PERSISTED_OPERATIONS_ONLY: String(only) };
  return readPersistedOperations(settingsOf(settings), schema);
}

async function ask(body: object, only: boolean, authorization = `Bearer ${token}`): Promise<unknown> {
  const persistedOperations = await operationsOf('{ "abc": "query Who { account { id } }" }', only);
  const response = await appOf(database, {}, { persistedOperations }).fetch('http://deskgraph.test/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization,
    },
    body: JSON.stringify(body),
  });
  const { data, errors = [] } = (await response.json()) as {
    data?: unknown;
    errors?: { message: string; extensions: { code: string } }[];
  };
  return [response.status, data ?? errors.map(({ extensions }) => extensions.code)];
}

const named = (id: string): object => ({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } });
const answer = { account: { id: 'acme' } };

test.each([
  ['an operation of the manifest', named('abc'), false, [200, answer]],
  ['a query of the client', { query: '{ account { id } }' }, false, [200, answer]],
  ['an operation by its documentId', { documentId: 'abc' }, false, [200, answer]],
  ['an operation by the hash that its documentId is', { documentId: 'sha256:abc' }, true, [200, answer]],
  ['a documentId that is none', { documentId: 5 }, false, [400, ['BAD_REQUEST']]],
  ['an unknown operation', named('abd'), false, [200, ['PERSISTED_QUERY_NOT_FOUND']]],
  ['an unknown documentId', { documentId: 'abd' }, true, [200, ['PERSISTED_QUERY_NOT_FOUND']]],
  ['a query beside its hash', { query: '{ account { id } }', ...named('abd') }, false, [200, answer]],
  ['neither', {}, false, [400, ['BAD_REQUEST']]],
  ['an operation of the manifest, nothing else allowed', named('abc'), true, [200, answer]],
  [
    'a query of the client, nothing else allowed',
    { query: '{ account { id } }' },
    true,
    [403, ['FORBIDDEN']],
  ],
  ['both, nothing else allowed', { query: '{ tags { id } }', ...named('abc') }, true, [403, ['FORBIDDEN']]],
])('%s', async (_case, body, only, expected) => {
  expect(await ask(body, only)).toEqual(expected);
});

test.each([named('abc'), named('abd'), { query: '{ account { id } }' }])(
  'who has no token is told nothing of the manifest: %j',
  async (body) => {
    expect(await ask(body, true, 'Bearer none')).toEqual([401, ['UNAUTHENTICATED']]);
  },
);

// Apollo's clients send the hash alone first, and the text after one of these messages. Some of them read no answer with
// another status.
test.each([
  ['PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND', '{}'],
  ['PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED', undefined],
])('a hash of nothing known is told of as %s', async (message, code, manifest) => {
  const persistedOperations = manifest === undefined ? undefined : await operationsOf(manifest);
  const app = appOf(database, {}, { persistedOperations });
  const headers = { authorization: `Bearer ${token}` };
  const extensions = JSON.stringify(Object.values(named('abd'))[0]);
  const search = new URLSearchParams({ operationName: 'Who', extensions });
  const byGet = await app.fetch(`http://deskgraph.test/graphql?${search}`, { headers });
  const byPost = await app.fetch('http://deskgraph.test/graphql', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: `{"operationName":"Who","variables":{},"extensions":${extensions}}`,
  });
  for (const response of [byGet, byPost]) {
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ errors: [{ message, extensions: { code } }] });
  }
});

const who = 'query Who { account { id __typename } }';

test.each([
  [
    "Apollo's generate-persisted-query-manifest",
    {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: 'abc', name: 'Who', type: 'query', body: who }],
    },
  ],
  ["Relay's compiler", { abc: `${who}\n` }],
  ["GraphQL Code Generator's client preset", { abc: who }],
])('a manifest as %s writes it is read', async (_tool, manifest) => {
  const operations = await operationsOf(JSON.stringify(manifest));
  expect([...(operations?.textOf ?? [])].map(([id, text]) => [id, text.trim()])).toEqual([['abc', who]]);
});

test.each([
  ['no JSON', '{', 'must be a JSON object of operations by their id'],
  ['no object', '["{ account { id } }"]', 'must be a JSON object of operations by their id'],
  ['no text', '{ "a": 1 }', 'must be a JSON object of operations by their id'],
  ['operations without their texts', '{ "operations": [{ "id": "a" }] }', "what Apollo's generate-"],
  ['a syntax error', '{ "a": "{" }', 'operation a: Syntax Error: Expected Name, found <EOF>.'],
  ['a field that is none', '{ "a": "{ x }" }', 'operation a: Cannot query field "x" on type "Query".'],
])('a manifest with %s is refused', async (_case, manifest, problem) => {
  await expect(operationsOf(manifest)).rejects.toThrow(problem);
});

test('settings that contradict each other, or name no file, are refused', async () => {
  expect(() => settingsOf({ PERSISTED_OPERATIONS_ONLY: 'true' })).toThrow(
    'PERSISTED_OPERATIONS_ONLY needs PERSISTED_OPERATIONS',
  );
  expect(() => settingsOf({ PERSISTED_OPERATIONS_ONLY: 'yes' })).toThrow('must be true or false');
  const missing = settingsOf({ PERSISTED_OPERATIONS: join(folder, 'missing.json') });
  await expect(readPersistedOperations(missing, schema)).rejects.toThrow(/^PERSISTED_OPERATIONS .*ENOENT/);
});
