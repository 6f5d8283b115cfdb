import { printedId } from '../id.ts';
import { listing } from './listing.ts';

/** The account's tags. */
export const tags = listing('tag', '/v2/tags', 'tags', ({ id, name }) => ({
  id: printedId(id),
  name,
  slug: id,
}));
