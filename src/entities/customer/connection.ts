import { z } from 'zod';
import { PageInfo, pageOf } from '../../answering/page-info.ts';
import { badUserInput } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { isId } from '../../ids.ts';
import type { Entities } from '../entity.ts';
import { loadCustomers } from '../loader.ts';
import { Customer } from '../named.ts';
import type { CustomerPage } from '../query.ts';

/** The place of a customer in the list. */
type Place = NonNullable<CustomerPage['after']>;

const place = z
  .tuple([
    z
      .string()
      .regex(/^[^\0\p{Cs}]*$/u)
      .nullable(),
    z.string().refine(isId),
  ])
  .transform(([name, id]): Place => ({ name, id }));

/** The place as a text without a meaning to the client. It holds no key: it stays valid when the customer is gone. */
function cursorOf({ name, id }: Place): string {
  return Buffer.from(JSON.stringify([name, id])).toString('base64url');
}

/** The place that `cursorOf` wrote down, or undefined for any other text. */
function parseCursor(cursor: string): Place | undefined {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return undefined;
  }
}

// PostgreSQL takes no U+0000.
const searchPattern = /^[^\0]{1,200}$/u;
const rangeRule = 'A page has 1 to 100 customers.';

/** A page and, where anything follows, one customer more. */
interface Connection {
  readonly found: readonly Entities['customer'][];
  readonly limit: number;
  readonly hasPreviousPage: boolean;
}

const CustomerEdge = builder.objectRef<Entities['customer']>('CustomerEdge').implement({
  description: 'A customer and its place in the list.',
  fields: (t) => ({
    cursor: t.string({ description: 'The place, for `after`.', resolve: cursorOf }),
    node: t.field({ type: Customer, description: 'The customer.', resolve: (customer) => customer }),
  }),
});

const CustomerConnection = builder.objectRef<Connection>('CustomerConnection').implement({
  description: 'A page of customers, as Relay describes it.',
  fields: (t) => ({
    edges: t.field({
      type: [CustomerEdge],
      description: 'The customers of this page.',
      resolve: ({ found, limit }) => found.slice(0, limit),
    }),
    pageInfo: t.field({
      type: PageInfo,
      description: 'Where this page stands in the list.',
      resolve: ({ found, limit, hasPreviousPage }) => pageOf(found, limit, hasPreviousPage, cursorOf),
    }),
  }),
});

builder.queryField('customers', (t) =>
  t.field({
    type: CustomerConnection,
    nullable: true,
    description:
      'The customers that have a conversation in a mailbox that the token may see (all of them, if it may see every mailbox), sorted by name (code points of the first 500 characters; one without a name first), then id.',
    args: {
      first: t.arg.int({
        required: true,
        defaultValue: 25,
        description: 'How many at most: 1 to 100.',
        validate: { min: [1, { message: rangeRule }], max: [100, { message: rangeRule }] },
      }),
      after: t.arg.string({
        description: 'The cursor after which the page begins; the first page without it.',
      }),
      search: t.arg.string({
        description:
          'Only customers with this in their name, in upper or lower case, or with exactly this id.',
        validate: {
          regex: [searchPattern, { message: 'A search has 1 to 200 characters, none of them U+0000.' }],
        },
      }),
    },
    resolve: async (_root, { first, after, search }, context): Promise<Connection> => {
      const place = after == null ? null : parseCursor(after);
      if (place === undefined) throw badUserInput('after', 'The cursor is none that this list gave out.');
      const page = { after: place, search: search ?? null, limit: first + 1 };
      return {
        found: await loadCustomers(context, page),
        limit: first,
        hasPreviousPage: place !== null,
      };
    },
  }),
);
