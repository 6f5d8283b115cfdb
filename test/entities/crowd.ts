/** A record of the import format. */
type Row = Record<string, unknown>;

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 1);

/** How many entities of each kind the crowd has. */
export const crowdSize = { mailbox: 200, tag: 200, user: 50, customer: 100 } as const;

/** An account with many entities of every kind and a conversation an hour through January 2026, spread over them. */
export function crowd(accountId: string, conversations = 744): Row[] {
  const masters = Object.entries(crowdSize).flatMap(([type, size]) =>
    Array.from({ length: size }, (_, index) => ({
      type,
      id: `${type[0]}${index}`,
      name: `${type} ${index}`,
    })),
  );
  return [
    { type: 'account', id: accountId, name: accountId, timeZone: 'UTC' },
    ...masters,
    ...Array.from({ length: conversations }, (_, index) => conversation(index)),
  ];
}

function conversation(index: number): Row {
  const at = new Date(start + index * hour).toISOString();
  const repliedAt = new Date(start + index * hour + 36 * hour).toISOString();
  return {
    type: 'conversation',
    id: String(index),
    number: index,
    mailboxId: `m${index % crowdSize.mailbox}`,
    conversationType: 'email',
    channel: 'Email',
    status: 'open',
    createdAt: at,
    customerId: `c${index % crowdSize.customer}`,
    assigneeId: `u${index % crowdSize.user}`,
    tags: index % 3 === 0 ? [] : [`t${index % crowdSize.tag}`, `t${(index * 7) % crowdSize.tag}`],
    threads: [{ id: '1', kind: 'reply', createdAt: repliedAt, userId: `u${index % crowdSize.user}` }],
  };
}
