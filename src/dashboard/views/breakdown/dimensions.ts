import { type Address, printAddress } from '../../address/address.ts';
import type { FilterList, View } from '../../address/choices.ts';
import { type Conditions, rowsLink, viewLink } from '../links.ts';

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
  const filter = { ...address.filter, [dimensions[view].list]: [key] };
  return printAddress({ ...address, view: 'overview', filter, own: {} });
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
  if (key === null)
    return view === 'agents' && rows && !written.includes(field) && !field.includes('FirstResponse')
      ? rowsLink(address, { ...rows, isAssigned: 'false' })
      : undefined;
  const filter = { [list]: [key] };
  if (!rows)
    return printAddress({
      ...address,
      view: 'satisfaction',
      filter: view === 'agents' ? address.filter : { ...address.filter, ...filter },
      own: {},
    });
  if (view === 'agents' && (written.includes(field) || field.includes('FirstResponse')))
    return rowsLink(address, { ...rows, repliedBy: key });
  return rowsLink(address, rows, filter);
}
