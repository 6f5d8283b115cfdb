import type { ConversationRecord, Helpdesk, ThreadRecord } from '../model/records.ts';

/** A helpdesk of the users ann and ben and the customer cid, open from 09:00 to 17:00 on working days in Berlin. */
export function historyDesk(conversations: ConversationRecord[]): Helpdesk {
  const named = <Type extends 'user' | 'customer' | 'mailbox'>(type: Type, id: string) => ({
    type,
    id,
    name: id,
  });
  return {
    timeZone: 'Europe/Berlin',
    officeHours: {
      enabled: true,
      days: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' })),
    },
    mailboxes: [named('mailbox', 'm')],
    folders: [],
    users: [named('user', 'ann'), named('user', 'ben')],
    customers: [named('customer', 'cid')],
    teams: [],
    tags: [],
    savedReplies: [],
    workflows: [],
    customFields: [],
    conversations,
  };
}

export function conversation(id: string, changes: Partial<ConversationRecord> = {}): ConversationRecord {
  return {
    type: 'conversation',
    id,
    number: 1,
    mailboxId: 'm',
    conversationType: 'email',
    channel: 'Channel::Email',
    status: 'open',
    deleted: false,
    createdAt: '2024-03-04T09:00:00Z',
    tags: [],
    customFields: [],
    threads: [],
    ratings: [],
    ...changes,
  };
}

/** Threads such as `cid 09:00`, `ann 09:10` or `note 09:20`, on Monday, 4 March 2024, in UTC. */
export function threads(...scripts: string[]): ThreadRecord[] {
  return scripts.map((script, index) => {
    const [who = '', time = ''] = script.split(' ');
    const thread = { id: `t${index}`, createdAt: `2024-03-04T${time}:00Z` };
    if (who === 'cid') return { ...thread, kind: 'customer' };
    return who === 'note' ? { ...thread, kind: 'note' } : { ...thread, kind: 'reply', userId: who };
  });
}
