import type { Address } from '../../address/address.ts';
import type { FilterList, View } from '../../address/choices.ts';
import { narrowed, narrowedRowsLink, rowsLink, viewLink } from '../links.ts';
import type { FieldShown } from './fields.ts';

/** The views that are a breakdown, what by, and the list of the filter that a row of it sets. */
export const dimensions = {
  agents: { by: 'USER', list: 'assignees' },
  mailboxes: { by: 'MAILBOX', list: 'mailboxes' },
  teams: { by: 'TEAM', list: 'teams' },
  tags: { by: 'TAG', list: 'tags' },
  channels: { by: 'CHANNEL', list: 'channels' },
} as const satisfies Partial<Record<View, { by: string; list: FilterList }>>;

export type BreakdownView = keyof typeof dimensions;

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
  { rows, author }: FieldShown,
): string | undefined {
  if (view === 'agents' && author)
    return key === null ? undefined : rowsLink(address, { ...rows, [author]: key });
  if (key !== null) return narrowedRowsLink(address, dimensions[view].list, key, rows);
  return view === 'agents' ? rowsLink(address, { ...rows, isAssigned: 'false' }) : undefined;
}
