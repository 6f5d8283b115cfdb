import { printedId } from '../id.ts';
import { listing } from './listing.ts';

/** The account's users. deskgraph knows a name as a whole. */
export const users = listing('user', '/v2/users', 'users', ({ id, name }) => ({
  id: printedId(id),
  firstName: name,
  lastName: '',
  type: 'user',
}));
