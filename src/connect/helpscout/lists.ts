import { type FieldRecord, type NamedRecord, namedRecord } from '../records.ts';
import type { FieldAnswer, Named, UserAnswer, WorkflowAnswer } from './answers.ts';
import { type Fields, fieldRecord } from './fields.ts';
import { nameOf, placeholderName } from './mentions.ts';

/** What belongs to one mailbox. */
interface MailboxLists {
  readonly id: number;
  readonly name: string | null | undefined;
  readonly folders: readonly Named[];
  readonly fields: readonly FieldAnswer[];
  readonly savedReplies: readonly Named[];
}

/** What is small enough to be read whole. */
export interface Lists {
  readonly mailboxes: readonly MailboxLists[];
  readonly users: readonly UserAnswer[];
  readonly teams: readonly Named[];
  readonly tags: readonly Named[];
  readonly workflows: readonly WorkflowAnswer[];
}

/** The records of the lists, in the order in which they may refer to each other. */
export function listRecords(lists: Lists, before: Fields): (NamedRecord | FieldRecord)[] {
  const { mailboxes } = lists;
  const ids = new Set(mailboxes.map(({ id }) => id));
  return [
    ...mailboxes.map((mailbox) => named('mailbox', mailbox)),
    ...mailboxes.flatMap(({ id, folders }) => folders.map((folder) => named('folder', folder, id))),
    ...lists.users.map(userRecord),
    ...lists.teams.map((team) => named('team', team)),
    ...tagRecords(lists.tags),
    ...mailboxes.flatMap(({ id, savedReplies }) =>
      savedReplies.map((reply) => named('savedReply', reply, id)),
    ),
    ...lists.workflows.map(({ mailboxId, ...workflow }) =>
      named('workflow', workflow, mailboxId !== null && ids.has(mailboxId) ? mailboxId : undefined),
    ),
    ...mailboxes.flatMap(({ id, fields }) =>
      fields.map((field) => fieldRecord(field, id, before.get(String(field.id)))),
    ),
  ];
}

export function tagRecords(tags: readonly Named[]): NamedRecord[] {
  return tags.map((tag) => named('tag', tag));
}

function named(
  type: Parameters<typeof placeholderName>[0],
  { id, name }: Named,
  mailboxId?: number,
): NamedRecord {
  const record = namedRecord(type, id, name?.trim() || placeholderName(type, id));
  return mailboxId === undefined ? record : { ...record, mailboxId: String(mailboxId) };
}

/** The name, or what stands before the @ of the address. */
function userRecord({ id, firstName, lastName, email }: UserAnswer): NamedRecord {
  const name = nameOf(firstName, lastName) ?? (email?.split('@')[0]?.trim() || placeholderName('user', id));
  return namedRecord('user', id, name);
}
