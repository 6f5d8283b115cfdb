import { serveOther } from './other-subgraph.ts';

const link = (...names: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ${JSON.stringify(names)})`;

/** Knows users by their addresses; of their names `products` has taken charge. */
export const usersSdl = `
  ${link('@key', '@shareable')}
  type User @key(fields: "email") {
    email: ID!
    name: String
    totalProductsCreated: Int @shareable
    yearsOfEmployment: Int!
  }
`;

/** Knows what is in stock, in inventories of several kinds, and how long a product of some size takes to come. */
export const inventorySdl = `
  ${link('@key', '@shareable', '@external', '@requires')}
  type Query { inventory(id: ID!): Inventory }
  interface Inventory @key(fields: "id") { id: ID! products: [Product!]! }
  type OpenInventory implements Inventory @key(fields: "id") { id: ID! products: [Product!]! }
  type Product @key(fields: "id") {
    id: ID!
    dimensions: ProductDimension @external
    delivery: String @requires(fields: "dimensions { size weight }")
  }
  type ProductDimension @shareable { size: String weight: Float }
`;

interface Measured {
  readonly dimensions?: { readonly size: string; readonly weight: number };
}

const inventoryOf = (id: string) => ({ __typename: 'OpenInventory', id, products: [{ id: 'p2' }] });

export function serveUsers(): ReturnType<typeof serveOther> {
  return serveOther(usersSdl, {
    User: {
      __resolveReference: ({ email }: { email: string }) => ({
        email,
        name: 'a name of old',
        totalProductsCreated: 24,
        yearsOfEmployment: 8,
      }),
    },
  });
}

export function serveInventory(): ReturnType<typeof serveOther> {
  return serveOther(inventorySdl, {
    Query: { inventory: (_root: unknown, { id }: { id: string }) => inventoryOf(id) },
    Inventory: { __resolveReference: ({ id }: { id: string }) => inventoryOf(id) },
    OpenInventory: { __resolveReference: ({ id }: { id: string }) => inventoryOf(id) },
    Product: {
      __resolveReference: (product: object) => product,
      delivery: ({ dimensions }: Measured) => `${dimensions?.size}, ${dimensions?.weight} kg`,
    },
  });
}
