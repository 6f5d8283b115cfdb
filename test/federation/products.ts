import { DirectiveLocation, GraphQLDirective } from 'graphql';
import { z } from 'zod';
import { createBuilder } from '../../src/graphql/builder.ts';
import { toSubgraph } from '../../src/schema/subgraph.ts';

// The schema that Apollo's compatibility suite has every subgraph library serve, of the parts that this service is made of.
const builder = createBuilder();

interface Product {
  readonly id: string;
  readonly sku: string;
  readonly package: string;
  readonly variation: { readonly id: string };
}

const products: readonly Product[] = [
  { id: 'p1', sku: 'gateway', package: '@shop/gateway', variation: { id: 'free' } },
  { id: 'p2', sku: 'studio', package: '@shop/studio', variation: { id: 'paid' } },
];
const study = { caseNumber: '17', description: 'How it is used' };
const deprecated = { sku: 'gateway-v1', package: '@shop/gateway-v1', reason: 'There is a second version' };
const author = { email: 'ada@shop.example', totalProductsCreated: 16 };

const User = builder
  .externalRef('User', builder.selection<{ email: string }>('email'), (user) => user)
  .implement({
    externalFields: (t) => ({
      email: t.id(),
      totalProductsCreated: t.int({ nullable: true }),
      yearsOfEmployment: t.int(),
    }),
    fields: (t) => ({
      name: t.string({ nullable: true, override: { from: 'users' }, resolve: () => 'Ada' }),
      averageProductsCreatedPerYear: t.int({
        nullable: true,
        requires: builder.selection<{ totalProductsCreated: number; yearsOfEmployment: number }>(
          'totalProductsCreated yearsOfEmployment',
        ),
        resolve: ({ totalProductsCreated, yearsOfEmployment }) =>
          Math.round(totalProductsCreated / yearsOfEmployment),
      }),
    }),
  });

const ProductVariation = builder.objectRef<Product['variation']>('ProductVariation').implement({
  fields: (t) => ({ id: t.exposeID('id') }),
});

const ProductDimension = builder
  .objectRef<{ size: string; weight: number; unit: string }>('ProductDimension')
  .implement({
    shareable: true,
    fields: (t) => ({
      size: t.exposeString('size', { nullable: true }),
      weight: t.exposeFloat('weight', { nullable: true }),
      unit: t.exposeString('unit', { nullable: true, inaccessible: true }),
    }),
  });

const CaseStudy = builder.objectRef<typeof study>('CaseStudy').implement({
  fields: (t) => ({
    caseNumber: t.exposeID('caseNumber'),
    description: t.exposeString('description', { nullable: true }),
  }),
});

const ProductResearch = builder.objectRef<{ study: typeof study }>('ProductResearch').implement({
  fields: (t) => ({
    study: t.expose('study', { type: CaseStudy }),
    outcome: t.string({ nullable: true, resolve: () => null }),
  }),
});

builder.asEntity(ProductResearch, {
  key: builder.selection<{ study: { caseNumber: string } }>('study { caseNumber }'),
  resolveReference: (reference) => (reference.study.caseNumber === study.caseNumber ? { study } : null),
});

const DeprecatedProduct = builder.objectRef<typeof deprecated>('DeprecatedProduct').implement({
  fields: (t) => ({
    sku: t.exposeString('sku'),
    package: t.exposeString('package'),
    reason: t.exposeString('reason', { nullable: true }),
    createdBy: t.field({ type: User, nullable: true, resolve: () => author }),
  }),
});

builder.asEntity(DeprecatedProduct, {
  key: builder.selection<{ sku: string; package: string }>('sku package'),
  resolveReference: ({ sku }) => (sku === deprecated.sku ? deprecated : null),
});

const ProductType = builder.objectRef<Product>('Product').implement({
  directives: [{ name: 'custom', args: {} }],
  fields: (t) => ({
    id: t.exposeID('id'),
    sku: t.exposeString('sku', { nullable: true }),
    package: t.exposeString('package', { nullable: true }),
    variation: t.expose('variation', { type: ProductVariation, nullable: true }),
    dimensions: t.field({
      type: ProductDimension,
      nullable: true,
      resolve: () => ({ size: 'small', weight: 1.5, unit: 'kg' }),
    }),
    createdBy: t.field({
      type: User.provides<{ totalProductsCreated: number }>('totalProductsCreated'),
      nullable: true,
      resolve: () => author,
    }),
    notes: t.string({ nullable: true, tag: 'internal', resolve: () => 'a note' }),
    research: t.field({ type: [ProductResearch], resolve: () => [{ study }] }),
  }),
});

builder.asEntity(ProductType, {
  key: [
    builder.selection<{ id: string }>('id'),
    builder.selection<{ sku: string; package: string }>('sku package'),
    builder.selection<{ sku: string; variation: { id: string } }>('sku variation { id }'),
  ],
  resolveReference: (reference) => products.find((product) => isMeant(product, reference)),
});

type ProductReference = Partial<Product>;

function isMeant(product: Product, reference: ProductReference): boolean {
  if (reference.id !== undefined) return product.id === reference.id;
  if (reference.sku !== product.sku) return false;
  return reference.variation
    ? product.variation.id === reference.variation.id
    : product.package === reference.package;
}

const Inventory = builder.objectRef<{ id: string }>('Inventory').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    deprecatedProducts: t.field({ type: [DeprecatedProduct], resolve: () => [deprecated] }),
  }),
});

builder.asEntity(Inventory, {
  key: builder.selection<{ id: string }>('id'),
  interfaceObject: true,
  resolveReference: ({ id }) => ({ id }),
});

builder.queryFields((t) => ({
  product: t.field({
    type: ProductType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }) => products.find((product) => product.id === id),
  }),
  deprecatedProduct: t.field({
    type: DeprecatedProduct,
    nullable: true,
    deprecationReason: 'Ask for a product instead.',
    args: { sku: t.arg.string({ required: true }), package: t.arg.string({ required: true }) },
    resolve: () => deprecated,
  }),
}));

builder.queryType();

/** What a gateway sends of any of these entities: one of their keys. */
const reference = z.union([
  z.looseObject({ id: z.string() }),
  z.looseObject({ sku: z.string(), package: z.string() }),
  z.looseObject({ sku: z.string(), variation: z.looseObject({ id: z.string() }) }),
  z.looseObject({ study: z.looseObject({ caseNumber: z.string() }) }),
  z.looseObject({ email: z.string() }),
]);

export const productsSchema = toSubgraph(builder, reference, {
  composeDirectives: ['@custom'],
  schemaDirectives: [
    { name: 'link', args: { url: 'https://specs.shop.example/custom/v1.0', import: ['@custom'] } },
  ],
  directives: [new GraphQLDirective({ name: 'custom', locations: [DirectiveLocation.OBJECT] })],
});
