import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import type { ConversationRecord, Helpdesk } from '../model/records.ts';

/** When the page is looked at, and nothing has happened since. */
export const now = new Date('2026-02-01T10:00:00Z');

const options = { conversations: 400, seed: 7, end: now, days: 75, account: 'kiesel' };

/** A small made-up helpdesk of eleven weeks, as lines of the import format. */
export const lines = [...generateHelpdesk(options)];

/** The same as records, from which models compute. */
export const desk = deskOf(lines.map((line) => JSON.parse(line)));

type Line = { readonly type: string } & Record<string, unknown>;

function deskOf(records: readonly Line[]): Helpdesk {
  const of = <Kind>(type: string): Kind[] => records.filter((record) => record.type === type) as Kind[];
  const [account] = of<Pick<Helpdesk, 'timeZone' | 'officeHours'>>('account');
  if (!account) throw new Error('The helpdesk has no account.');
  // What a record leaves out is as if it were empty.
  const empty = { deleted: false, tags: [], customFields: [], threads: [], ratings: [] };
  return {
    timeZone: account.timeZone,
    officeHours: account.officeHours,
    mailboxes: of('mailbox'),
    folders: of('folder'),
    users: of('user'),
    customers: of('customer'),
    teams: of('team'),
    tags: of('tag'),
    savedReplies: of('savedReply'),
    workflows: of('workflow'),
    customFields: of('customField'),
    conversations: of<ConversationRecord>('conversation').map((record) => ({ ...empty, ...record })),
  };
}
