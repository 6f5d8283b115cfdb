import { printedId } from '../id.ts';
import { listing } from './listing.ts';

/** What deskgraph does not know of a mailbox: when it was made, and when changed. */
const never = '1970-01-01T00:00:00Z';

/** The mailboxes that the token may see. */
export const mailboxes = listing('mailbox', '/v2/mailboxes', 'mailboxes', ({ id, name }, { origin }) => ({
  id: printedId(id),
  name,
  slug: id,
  email: '',
  createdAt: never,
  updatedAt: never,
  _links: { self: { href: `${origin}/v2/mailboxes/${encodeURIComponent(id)}` } },
}));
