import { cut, type FieldRecord, type NamedRecord, namedRecord } from '../records.ts';
import { fieldRecordsOf, type MetValues } from './fields.ts';
import { type Schedule, type ScheduleOptions, scheduleOf } from './office-hours.ts';
import type { SourceLists } from './source.ts';
import { tagIdOf } from './tags.ts';

export interface AccountRecord {
  readonly type: 'account';
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly officeHours: Schedule['officeHours'];
}

/** The records of what Chatwoot gives as lists, in the order in which they may refer to each other. */
export function listRecords(
  accountId: string,
  lists: SourceLists,
  options: ScheduleOptions,
  met: MetValues,
): { records: (AccountRecord | NamedRecord | FieldRecord)[]; notices: readonly string[] } {
  const { timeZone, officeHours, notices } = scheduleOf(lists, options);
  const account: AccountRecord = {
    type: 'account',
    id: accountId,
    name: cut(lists.account.name, 255),
    timeZone,
    officeHours,
  };
  const records = [
    account,
    ...lists.inboxes.map(({ id, name }) => namedRecord('mailbox', id, name)),
    ...lists.agents.map(({ id, name }) => namedRecord('user', id, name ?? `User ${id}`)),
    ...lists.teams.map(({ id, name }) => namedRecord('team', id, name ?? `Team ${id}`)),
    ...lists.labels.map((title) => namedRecord('tag', tagIdOf(title), title)),
    ...lists.rules.map(({ id, name }) =>
      namedRecord('workflow', `rule-${id}`, name ?? `Automation rule ${id}`),
    ),
    ...fieldRecordsOf(lists.definitions, lists.inboxes, met),
  ];
  return { records, notices };
}
