import { groupLoader } from '../../answering/loader.ts';
import { PageInfo, pageOf } from '../../answering/page-info.ts';
import type { Context } from '../../auth/context.ts';
import { Rating, SatisfactionEnum } from '../../entities/conversation/rating.ts';
import { badUserInput } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { type Slice, toScope } from '../../question/slice.ts';
import { ratingsOf } from './figures.ts';
import { cursorOf, type ListedRating, parseCursor, type RatingPage, readRatingPage } from './list-query.ts';
import { satisfactionOf } from './report.ts';

/** The ratings of a page, in order; one statement a page. */
const loadPage = groupLoader({
  sharedOf: ({ scope, ...page }: RatingPage) => ({ ...page, scope: toScope(scope) }),
  ownOf: () => null,
  answer: async (database, page) => [await readRatingPage(database, page)],
});

// One more than asked for tells whether anything follows.
const loadBeyond = (context: Context, page: RatingPage): Promise<ListedRating[]> =>
  loadPage(context, { ...page, limit: page.limit + 1 });

async function ratingsOn(context: Context, page: RatingPage): Promise<ListedRating[]> {
  return (await loadBeyond(context, page)).slice(0, page.limit);
}

const rated = ({ conversationId, ...rating }: ListedRating) => ({ ...rating, conversation: conversationId });

const RatingEdge = builder.objectRef<ListedRating>('RatingEdge').implement({
  description: 'A rating and its place in the list.',
  fields: (t) => ({
    cursor: t.string({ description: 'The place, for `after`.', resolve: cursorOf }),
    node: t.field({ type: Rating, description: 'The rating.', resolve: rated }),
  }),
});

export const RatingConnection = builder.objectRef<RatingPage>('RatingConnection').implement({
  description: 'A page of ratings, as Relay describes it.',
  fields: (t) => ({
    totalCount: t.int({
      description: 'How many ratings the whole list has.',
      resolve: async ({ scope, period, score }, _args, context) => {
        const counts = await (await satisfactionOf(context, scope, period)).count('scores');
        if (score === null) return ratingsOf(counts);
        return counts[score === 'not_good' ? 'notGood' : score];
      },
    }),
    edges: t.field({
      type: [RatingEdge],
      description: 'The ratings of this page and their places.',
      resolve: (page, _args, context) => ratingsOn(context, page),
    }),
    nodes: t.field({
      type: [Rating],
      description: 'The ratings of this page.',
      resolve: async (page, _args, context) => (await ratingsOn(context, page)).map(rated),
    }),
    pageInfo: t.field({
      type: PageInfo,
      description: 'Where this page stands in the list.',
      resolve: async (page, _args, context) =>
        pageOf(await loadBeyond(context, page), page.limit, page.after !== null, cursorOf),
    }),
  }),
});

const pageRule = 'A page has 1 to 100 ratings.';

/** The arguments of the list of ratings. */
export const ratingListArgs = builder.args((t) => ({
  first: t.int({
    required: true,
    defaultValue: 25,
    description: 'How many at most: 1 to 100.',
    validate: { min: [1, { message: pageRule }], max: [100, { message: pageRule }] },
  }),
  after: t.string({
    description:
      'The cursor after which the page begins, of this list with whatever score; the first page without it.',
  }),
  score: t.field({ type: SatisfactionEnum, description: 'What the ratings say; anything without it.' }),
}));

interface ListInput {
  readonly first: number;
  readonly after?: string | null | undefined;
  readonly score?: RatingPage['score'] | undefined;
}

/** Throws `BAD_USER_INPUT` where the cursor is none. */
export function toRatingPage(slice: Slice, { first, after, score }: ListInput): RatingPage {
  const place = after == null ? null : parseCursor(after);
  if (place === undefined) throw badUserInput('after', 'The cursor is none that this list gave out.');
  return { scope: slice, period: slice.period, score: score ?? null, after: place, limit: first };
}
