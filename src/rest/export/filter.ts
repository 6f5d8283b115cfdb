import type { FilterInput } from '../../question/slice.ts';
import type { Parameters } from './parameters.ts';

/** What each parameter of a filter is. */
export const filterParameters = {
  mailboxes: 'ids of mailboxes, comma separated like all lists',
  tags: 'ids of tags; 1 stands for no tag',
  types: 'EMAIL, CHAT, PHONE',
  folders: 'ids of folders',
  assignees: 'ids of users',
  isAssigned: 'true or false',
  teams: 'ids of teams',
  channels: "the source's names of channels",
  statuses: 'OPEN, PENDING, SNOOZED, ON_HOLD, CLOSED',
  priorities: 'LOW, MEDIUM, HIGH, URGENT',
  customers: 'ids of customers',
} as const;

/** The filter that parameters ask for. */
export function filterOf(read: Parameters): FilterInput {
  return {
    mailboxes: read.list('mailboxes'),
    tags: read.list('tags'),
    types: read.words('types', ['email', 'chat', 'phone']),
    folders: read.list('folders'),
    assignees: read.list('assignees'),
    isAssigned: read.truth('isAssigned'),
    teams: read.list('teams'),
    channels: read.list('channels'),
    statuses: read.words('statuses', ['open', 'pending', 'snoozed', 'on_hold', 'closed', 'spam']),
    priorities: read.words('priorities', ['low', 'medium', 'high', 'urgent']),
    customers: read.list('customers'),
  };
}
