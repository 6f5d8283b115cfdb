import { Prisma } from '../../database/generated/client.ts';

/** What is counted of the replies of a user. Sums are of seconds, each after the number of its summands. */
export const replyFigures = [
  'replies',
  'responses',
  'responseSeconds',
  'officeResponseSeconds',
  'handled',
  'handleSeconds',
  'conversations',
  'firstResponses',
  'firstResponseSeconds',
  'officeFirstResponseSeconds',
  'resolved',
  'resolveSeconds',
  'officeResolveSeconds',
] as const;

export type ReplyFigure = (typeof replyFigures)[number];

/** The measure of these figures, by user: the part is the user's key, the key is the place of the figure, from 1. */
export const replyMeasure = 'replies';

/** The figures that tell of each reply `t`, as an array in their places. */
export const figuresOfReplies = Prisma.sql`array[
        count(*), count(t.response_seconds), sum(t.response_seconds), sum(t.office_response_seconds),
        count(t.handle_seconds), sum(t.handle_seconds)
      ]::float8[]`;

/** The figures that tell of each conversation, of which `t` is a reply. */
export const figuresOfRepliedConversations = Prisma.sql`array[
        null, null, null, null, null, null,
        count(*), count(t.first_response_seconds), sum(t.first_response_seconds), sum(t.office_first_response_seconds),
        count(t.resolve_seconds), sum(t.resolve_seconds), sum(t.office_resolve_seconds)
      ]::float8[]`;

/** The figures of a row `n`, each with its key, as a table `f (count, key)`; there may be nulls and zeros. */
export const eachFigure = Prisma.sql`unnest(n.figures) with ordinality as f (count, key)`;

/** The columns of threads that figures are made of. */
export const figureColumns = Prisma.sql`
        t.response_seconds, t.office_response_seconds, t.handle_seconds, t.first_response_seconds,
        t.office_first_response_seconds, t.resolve_seconds, t.office_resolve_seconds`;
