import { builder } from '../graphql/builder.ts';

/** Where a page stands in its list; the cursors are null on an empty page. */
interface Page {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export const PageInfo = builder.objectRef<Page>('PageInfo').implement({
  description: 'Where a page stands in its list.',
  shareable: true,
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Whether anything follows.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'Whether this page follows another.',
    }),
    startCursor: t.exposeString('startCursor', {
      nullable: true,
      description: 'The cursor of the first edge; null on an empty page.',
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'The cursor of the last edge: the next page comes after it. Null on an empty page.',
    }),
  }),
});

/** Where the page stands that begins with some rows: `found` has one more than the page where anything follows. */
export function pageOf<Row>(
  found: readonly Row[],
  limit: number,
  hasPreviousPage: boolean,
  cursorOf: (row: Row) => string,
): Page {
  const shown = found.slice(0, limit);
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    hasNextPage: found.length > limit,
    hasPreviousPage,
    startCursor: first ? cursorOf(first) : null,
    endCursor: last ? cursorOf(last) : null,
  };
}
