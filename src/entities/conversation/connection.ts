import { PageInfo, pageOf } from '../../answering/page-info.ts';
import type { Context } from '../../auth/context.ts';
import { badUserInput } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { rowsArgs } from './arguments.ts';
import { cursorOf, parseCursor } from './cursor.ts';
import { loadPage, loadTotal } from './loader.ts';
import type { PlacedRow } from './query.ts';
import { toRows } from './question.ts';
import type { RowsPage, Sorting } from './rows.ts';
import { Conversation } from './schema.ts';

/** The question of a page with as many conversations as were asked for; what is selected of it is loaded from it. */
interface Connection extends RowsPage {}

const cursorAt = (sorting: Sorting, { orderValue, id }: PlacedRow): string =>
  cursorOf(sorting, { value: orderValue, id });

// One more than asked for tells whether anything follows.
const loadBeyond = (context: Context, page: Connection): Promise<PlacedRow[]> =>
  loadPage(context, { ...page, limit: page.limit + 1 });

async function conversationsOf(context: Context, page: Connection): Promise<PlacedRow[]> {
  return (await loadBeyond(context, page)).slice(0, page.limit);
}

const ConversationEdge = builder
  .objectRef<{ sorting: Sorting; row: PlacedRow }>('ConversationEdge')
  .implement({
    description: 'A conversation and its place in the list.',
    fields: (t) => ({
      cursor: t.string({
        description: 'The place, for `after`.',
        resolve: ({ sorting, row }) => cursorAt(sorting, row),
      }),
      node: t.field({ type: Conversation, description: 'The conversation.', resolve: ({ row }) => row }),
    }),
  });

const ConversationConnection = builder.objectRef<Connection>('ConversationConnection').implement({
  description: 'A page of conversations, as Relay describes it.',
  fields: (t) => ({
    totalCount: t.int({
      description: 'How many conversations the whole list has; counted only when it is asked for.',
      resolve: ({ rows }, _args, context) => loadTotal(context, rows),
    }),
    edges: t.field({
      type: [ConversationEdge],
      description: 'The conversations of this page and their places.',
      resolve: async (page, _args, context) =>
        (await conversationsOf(context, page)).map((row) => ({ sorting: page, row })),
    }),
    nodes: t.field({
      type: [Conversation],
      description: 'The conversations of this page.',
      resolve: (page, _args, context) => conversationsOf(context, page),
    }),
    pageInfo: t.field({
      type: PageInfo,
      description: 'Where this page stands in the list.',
      resolve: async (page, _args, context) =>
        pageOf(await loadBeyond(context, page), page.limit, page.after !== null, (row) =>
          cursorAt(page, row),
        ),
    }),
  }),
});

builder.queryField('conversations', (t) =>
  t.field({
    type: ConversationConnection,
    nullable: true,
    description:
      'The conversations behind a number: those that a period touches, creates, sees replied to or resolved, in any order.',
    args: rowsArgs,
    resolve: (_root, { orderBy, direction, first, after, ...input }, { caller }) => {
      const sorting = { orderBy, direction };
      const rows = toRows(input, caller, (condition) => `where.${condition}`);
      const place = after == null ? null : parseCursor(sorting, after);
      if (place === undefined)
        throw badUserInput('after', 'The cursor is none that this list gave out in this order.');
      return { ...sorting, rows, after: place, limit: first };
    },
  }),
);
