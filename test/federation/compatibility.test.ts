import { composeServices } from '@apollo/composition';
import { parse, stripIgnoredCharacters } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { listen } from '../../src/server/listen.ts';
import { createAccount } from '../harness/account.ts';
import { type Answer, appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { serveGateway } from './gateway.ts';
import { productsSchema } from './products.ts';
import { inventorySdl, serveInventory, serveUsers, usersSdl } from './shop.ts';

// The cases of Apollo's subgraph compatibility suite, over its schema, with this service's own builder, subgraph and server.
// Two of its cases do not fit:
// - Federated tracing (`ftv1`): it tells a client how long every field took; this server tells nobody, see hostile.test.ts.
// - `FieldSet` and `link__Purpose` as types that introspection finds: they are optional, and what composes a schema adds them.
let database: Database;
let token: string;
let addresses: { products: string; gateway: string };
let sdl: string;
let supergraph: string;
const stops: (() => unknown)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  token = await tokenFor(database, 'acme');
  const app = appOf(database, {}, { schema: productsSchema });
  const [products, users, inventory] = await Promise.all([
    listen(app, '127.0.0.1', 0),
    serveUsers(),
    serveInventory(),
  ]);
  stops.push(() => products.stop(1000), users.stop, inventory.stop);
  const { data } = await askAt(`${products.address}/graphql`, '{ _service { sdl } }');
  sdl = (data as { _service: { sdl: string } })._service.sdl;
  supergraph = composed(products.address, users.address, inventory.address);
  const gateway = await serveGateway(supergraph);
  stops.unshift(gateway.stop);
  addresses = { products: `${products.address}/graphql`, gateway: gateway.address };
});

afterAll(async () => {
  for (const stop of stops) await stop();
  await database.close();
});

function composed(products: string, users: string, inventory: string): string {
  const { supergraphSdl, errors } = composeServices([
    { name: 'products', url: `${products}/graphql`, typeDefs: parse(sdl) },
    { name: 'users', url: `${users}/graphql`, typeDefs: parse(usersSdl) },
    { name: 'inventory', url: `${inventory}/graphql`, typeDefs: parse(inventorySdl) },
  ]);
  expect(errors).toBeUndefined();
  return supergraphSdl ?? '';
}

async function askAt(address: string, query: string, variables: object = {}): Promise<Answer['body']> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as Answer['body'];
  return { ...(data !== undefined && { data }), ...(errors && { errors }) };
}

describe('_service and the types of the specification', () => {
  test('introspection finds them', async () => {
    const query = `{
      service: __type(name: "_Service") { kind fields { name type { name } } }
      entity: __type(name: "_Entity") { kind possibleTypes { name } }
      any: __type(name: "_Any") { kind }
    }`;
    const names = ['DeprecatedProduct', 'Inventory', 'Product', 'ProductResearch', 'User'];
    expect(await askAt(addresses.products, query)).toEqual({
      data: {
        service: { kind: 'OBJECT', fields: [{ name: 'sdl', type: { name: 'String' } }] },
        entity: { kind: 'UNION', possibleTypes: names.map((name) => ({ name })) },
        any: { kind: 'SCALAR' },
      },
    });
  });

  test.each([
    ['@link', 'extend schema@link(url:"https://specs.apollo.dev/federation/v2.6" import:["@'],
    ['@key, repeated', '@key(fields:"id")@key(fields:"sku package")@key(fields:"sku variation{id}")'],
    ['@key of what lies deeper', 'type ProductResearch@key(fields:"study{caseNumber}")'],
    ['@external', 'totalProductsCreated:Int@external'],
    [
      '@requires',
      'averageProductsCreatedPerYear:Int@requires(fields:"totalProductsCreated yearsOfEmployment")',
    ],
    ['@provides', 'createdBy:User@provides(fields:"totalProductsCreated")'],
    ['@shareable', 'type ProductDimension@shareable{'],
    ['@tag', 'notes:String@tag(name:"internal")'],
    ['@override', 'name:String@override(from:"users")'],
    ['@inaccessible', 'unit:String@inaccessible'],
    ['@interfaceObject', 'type Inventory@key(fields:"id")@interfaceObject{'],
    ['@composeDirective', '@composeDirective(name:"@custom")directive@custom on OBJECT'],
    ['the composed directive', '@custom{id:ID!'],
    ['@deprecated', '@deprecated(reason:"Ask for a product instead.")'],
  ])('the sdl holds %s', (_case, part) => {
    const compact = stripIgnoredCharacters(sdl).replaceAll(/\s*([{}])\s*/g, '$1');
    expect(compact).toContain(part);
  });
});

describe('_entities', () => {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    __typename
    ... on Product { id package variation { id } }
    ... on ProductResearch { study { caseNumber description } outcome }
    ... on DeprecatedProduct { reason }
    ... on User { email name averageProductsCreatedPerYear }
    ... on Inventory { id deprecatedProducts { sku } }
  } }`;
  const product = {
    __typename: 'Product',
    id: 'p2',
    package: '@shop/studio',
    variation: { id: 'paid' },
  };
  const research = { study: { caseNumber: '17', description: 'How it is used' }, outcome: null };

  test.each([
    ['a single key', 'Product', { id: 'p2' }, product],
    ['a key of several fields', 'Product', { sku: 'studio', package: '@shop/studio' }, product],
    ['a composite key', 'Product', { sku: 'studio', variation: { id: 'paid' } }, product],
    ['a nested key', 'ProductResearch', { study: { caseNumber: '17' } }, research],
    [
      'another type with the same key',
      'DeprecatedProduct',
      { sku: 'gateway-v1', package: '@shop/gateway-v1' },
      { reason: 'There is a second version' },
    ],
    [
      'what it requires besides',
      'User',
      { email: 'ada@shop.example', totalProductsCreated: 24, yearsOfEmployment: 8 },
      { email: 'ada@shop.example', name: 'Ada', averageProductsCreatedPerYear: 3 },
    ],
    ['an interface', 'Inventory', { id: 'i1' }, { id: 'i1', deprecatedProducts: [{ sku: 'gateway-v1' }] }],
    ['a key of nothing', 'Product', { sku: 'studio', variation: { id: 'free' } }, null],
  ])('%s', async (_case, typename, key, found) => {
    const representations = [{ __typename: typename, ...key }];
    const entity = found && { __typename: typename, ...found };
    expect(await askAt(addresses.products, query, { representations })).toEqual({
      data: { _entities: [entity] },
    });
  });

  test('no key is refused', async () => {
    const representations = [{ __typename: 'Product', sku: 'studio' }];
    const { errors } = await askAt(addresses.products, query, { representations });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'BAD_USER_INPUT', argument: 'representations.0' },
    ]);
  });
});

describe('through a gateway, beside the subgraphs users and inventory', () => {
  test.each([
    [
      '@requires: computed from what is provided here and what users knows',
      '{ product(id: "p1") { createdBy { email averageProductsCreatedPerYear } } }',
      { product: { createdBy: { email: 'ada@shop.example', averageProductsCreatedPerYear: 2 } } },
    ],
    [
      '@provides: not asked of users',
      '{ product(id: "p1") { createdBy { totalProductsCreated } } }',
      { product: { createdBy: { totalProductsCreated: 16 } } },
    ],
    [
      '@override: no longer asked of users',
      '{ deprecatedProduct(sku: "gateway-v1", package: "@shop/gateway-v1") { createdBy { name } } }',
      { deprecatedProduct: { createdBy: { name: 'Ada' } } },
    ],
    [
      '@shareable and a key: what inventory requires',
      '{ product(id: "p1") { delivery dimensions { size } } }',
      { product: { delivery: 'small, 1.5 kg', dimensions: { size: 'small' } } },
    ],
    [
      '@key: products that inventory names',
      '{ inventory(id: "i1") { products { sku research { study { caseNumber } } } } }',
      { inventory: { products: [{ sku: 'studio', research: [{ study: { caseNumber: '17' } }] }] } },
    ],
    [
      '@interfaceObject: a field of every kind of inventory',
      '{ inventory(id: "i1") { __typename deprecatedProducts { sku reason } } }',
      {
        inventory: {
          __typename: 'OpenInventory',
          deprecatedProducts: [{ sku: 'gateway-v1', reason: 'There is a second version' }],
        },
      },
    ],
  ])('%s', async (_case, query, data) => {
    expect(await askAt(addresses.gateway, query)).toEqual({ data });
  });

  test('@inaccessible: answered here, and unknown there', async () => {
    const query = '{ product(id: "p1") { dimensions { unit } } }';
    expect(await askAt(addresses.products, query)).toEqual({
      data: { product: { dimensions: { unit: 'kg' } } },
    });
    const { errors } = await askAt(addresses.gateway, query);
    expect(errors?.map(({ message }) => message)).toEqual([
      'Cannot query field "unit" on type "ProductDimension".',
    ]);
  });

  test('@tag and @composeDirective: kept by the composition', () => {
    expect(supergraph).toContain('@tag(name: "internal")');
    expect(stripIgnoredCharacters(supergraph)).toMatch(
      /type Product@join[^{]*"sku variation \{ id \}"\)@custom\{/,
    );
  });
});
