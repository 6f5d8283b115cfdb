import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, '7');
  await createAccount(database, '8');
  ask = clientOf(database, await tokenFor(database, '7'));
});

afterAll(() => database.close());

const query =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Tag { id name } ... on Account { id } } }';

test('references within the rights are resolved in their order, the others are null', async () => {
  const representations = [
    { __typename: 'Mailbox', id: 'unknown' },
    { __typename: 'Tag', id: '1' },
    { __typename: 'Account', id: '8' },
    { __typename: 'Account', id: 7, name: 'a field more' },
    { __typename: 'Customer', id: 'no id' },
    { __typename: 'Tag', id: '1' },
  ];
  const untagged = { __typename: 'Tag', id: '1', name: null };
  expect(await ask(query, { representations })).toEqual({
    status: 200,
    body: { data: { _entities: [null, untagged, null, { __typename: 'Account', id: '7' }, null, untagged] } },
  });
});

test.each([
  ['no type', [{ id: '1' }], 'representations.0.__typename'],
  ['a type that is no entity', [{ __typename: 'Query', id: '1' }], 'representations.0.__typename'],
  ['no id', [{ __typename: 'Tag', id: '1' }, { __typename: 'Tag' }], 'representations.1.id'],
  ['an id that is none', [{ __typename: 'Tag', id: { a: 1 } }], 'representations.0.id'],
  ['no object', ['Tag'], 'representations.0'],
])('a reference with %s is refused', async (_case, representations, argument) => {
  const { status, body } = await ask(query, { representations });
  expect({ status, data: body.data }).toEqual({ status: 200, data: null });
  expect(body.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', argument }]);
});

test.each(['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }'])(
  'a gateway needs a token like anyone: %s',
  async (asked) => {
    const { status, body } = await ask(asked, {}, { authorization: 'Bearer none' });
    expect([status, body.errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
  },
);
