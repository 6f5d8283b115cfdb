import type { Address } from '../../address/address.ts';
import type { FilterList, View } from '../../address/choices.ts';
import { type Conditions, narrowed, narrowedRowsLink, rowsLink, viewLink } from '../links.ts';

/** The views that are a breakdown, what by, and the list of the filter that a row of it sets. */
export const dimensions = {
  agents: { by: 'USER', list: 'assignees' },
  mailboxes: { by: 'MAILBOX', list: 'mailboxes' },
  teams: { by: 'TEAM', list: 'teams' },
  tags: { by: 'TAG', list: 'tags' },
  channels: { by: 'CHANNEL', list: 'channels' },
} as const satisfies Partial<Record<View, { by: string; list: FilterList }>>;

export type BreakdownView = keyof typeof dimensions;

/** Fields that have an author: of an agent they count what the agent wrote, whoever the conversation is assigned to. */
const written = ['repliesSent', 'customersReplied', 'medianResponseTime', 'avgResponseTime'];

/** Where a row leads: an agent's to the agent's replies, another one to the overview of its own. */
export function rowLink(address: Address, view: BreakdownView, key: string | null): string | undefined {
  if (key === null) return undefined;
  if (view === 'agents') return viewLink(address, 'history', { user: key });
  const own = narrowed(address, dimensions[view].list, key);
  return own && viewLink(own, 'overview');
}

/** Where a number of a row leads; nowhere where its conversations cannot be told from the others. */
export function numberLink(
  address: Address,
  view: BreakdownView,
  key: string | null,
  field: string,
  rows: Conditions | undefined,
): string | undefined {
  const { list } = dimensions[view];
  const isWritten = view === 'agents' && (written.includes(field) || field.includes('FirstResponse'));
  if (key === null)
    return view === 'agents' && rows && !isWritten
      ? rowsLink(address, { ...rows, isAssigned: 'false' })
      : undefined;
  if (isWritten) return rows && rowsLink(address, { ...rows, repliedBy: key });
  if (rows) return narrowedRowsLink(address, list, key, rows);
  // Ratings of an agent lie in anybody's conversations: no filter has them.
  const own = view === 'agents' ? undefined : narrowed(address, list, key);
  return own && viewLink(own, 'satisfaction');
}
