import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';

const long = 'x'.repeat(5_000);

// In the order of the list.
const customers = [
  { id: '9', name: null },
  { id: '10', name: null },
  { id: 'none', name: '' },
  { id: '007', name: 'Ann' },
  { id: '7', name: 'Ann' },
  { id: 'seven', name: 'Ann' },
  { id: 'c1', name: 'Zoë' },
  { id: 'c2', name: 'ann' },
  { id: 'c3', name: long },
  { id: 'c4', name: `${long}y` },
  { id: 'c5', name: 'ÉMILE' },
  { id: 'c8', name: 'ΟΔΥΣΣΕΥΣ' },
  { id: 'c6', name: '\u{ff5e}' },
  { id: 'c7', name: '𝒳_%' },
];

let database: Database;
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, [
    { type: 'account', id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin' },
    ...[...customers].reverse().map((customer) => ({ type: 'customer', ...customer })),
  ]);
  ask = clientOf(database, await tokenFor(database, 'acme'));
});

afterAll(() => database.close());

interface Page {
  edges: { cursor: string; node: { id: string; name: string | null } }[];
  pageInfo: Record<'startCursor' | 'endCursor', string | null> &
    Record<'hasNextPage' | 'hasPreviousPage', boolean>;
}

const query = `query ($first: Int! = 25, $after: String, $search: String) {
  customers(first: $first, after: $after, search: $search) {
    edges { cursor node { id name } }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
  }
}`;

async function page(variables: object): Promise<Page> {
  const { body } = await ask(query, variables);
  expect(body.errors).toBeUndefined();
  return body.data?.['customers'] as Page;
}

test.each([1, 2, 3, 13, 14, 100])('pages of %i hold every customer once, in order', async (first) => {
  const seen: Page['edges'] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { edges, pageInfo } = await page({ first, after });
    expect(pageInfo).toEqual({
      startCursor: edges[0]?.cursor,
      endCursor: edges.at(-1)?.cursor,
      hasPreviousPage: after !== null,
      hasNextPage: seen.length + edges.length < customers.length,
    });
    seen.push(...edges);
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
  expect(seen.map(({ node }) => node)).toEqual(customers);
});

test('a page after the last customer is empty', async () => {
  const { edges } = await page({});
  expect(await page({ after: edges.at(-1)?.cursor })).toEqual({
    edges: [],
    pageInfo: { startCursor: null, endCursor: null, hasPreviousPage: true, hasNextPage: false },
  });
});

test.each([
  ['in any case', 'ANN', ['007', '7', 'seven', 'c2']],
  ['beyond ASCII', 'émi', ['c5']],
  ['a letter that is another at the end of a word', 'ΔΥΣ', ['c8']],
  ['in the middle', 'oë', ['c1']],
  ['as an exact id', '7', ['7']],
  ['signs that are no wildcards', '_%', ['c7']],
  ['nobody', 'nobody', []],
])('a search finds %s', async (_case, search, ids) => {
  const { edges } = await page({ search });
  expect(edges.map(({ node }) => node.id)).toEqual(ids);
});

test('a search is paged like the whole list', async () => {
  const one = await page({ search: 'ann', first: 3 });
  const two = await page({ search: 'ann', first: 3, after: one.pageInfo.endCursor });
  expect([one, two].map(({ edges }) => edges.map(({ node }) => node.id))).toEqual([
    ['007', '7', 'seven'],
    ['c2'],
  ]);
});

const tooFew = 'A page has 1 to 100 customers.';
const noCursor = 'The cursor is none that this list gave out.';
const badSearch = 'A search has 1 to 200 characters, none of them U+0000.';
test.each([
  [{ first: 0 }, 'first', tooFew],
  [{ first: 101 }, 'first', tooFew],
  [{ first: -1 }, 'first', tooFew],
  [{ after: '' }, 'after', noCursor],
  [{ after: 'x' }, 'after', noCursor],
  [{ after: Buffer.from('["a","b","c"]').toString('base64url') }, 'after', noCursor],
  [{ after: Buffer.from('["\\u0000","b"]').toString('base64url') }, 'after', noCursor],
  [{ after: Buffer.from('["a","b b"]').toString('base64url') }, 'after', noCursor],
  [{ search: '' }, 'search', badSearch],
  [{ search: '\0' }, 'search', badSearch],
  [{ search: 'x'.repeat(201) }, 'search', badSearch],
])('%j is refused', async (variables, argument, message) => {
  const { status, body } = await ask(query, variables);
  expect({ status, data: body.data }).toEqual({ status: 200, data: { customers: null } });
  expect(body.errors).toEqual([
    expect.objectContaining({ message, extensions: { code: 'BAD_USER_INPUT', argument } }),
  ]);
});
