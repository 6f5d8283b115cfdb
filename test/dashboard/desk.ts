import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import type { ConversationRecord, Helpdesk } from '../model/records.ts';

/** When the page is looked at, and nothing has happened since. */
export const now = new Date('2026-02-01T10:00:00Z');

/** A made-up helpdesk of six weeks: as lines of the import format, and as records, from which models compute. */
export function madeUp(conversations: number): { lines: string[]; desk: Helpdesk } {
  const lines = [...generateHelpdesk({ conversations, seed: 25, end: now, days: 45, account: 'kiesel' })];
  return { lines, desk: deskOf(lines.map((line) => JSON.parse(line))) };
}

/** So few conversations that models are done with them in seconds. */
export const { lines, desk } = madeUp(40);

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
