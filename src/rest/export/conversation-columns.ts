import { toInt } from '../../answering/seconds.ts';
import type { PlacedRow } from '../../entities/conversation/query.ts';
import { formatInstant } from '../../period/instant.ts';
import type { Columns } from './csv.ts';

type Time = Parameters<typeof formatInstant>[0];

const time = (instant: Time | null): string | null => instant && formatInstant(instant);

/** The fields of the type Conversation that hold one value. */
export const conversationColumns: Columns<PlacedRow> = {
  id: ({ id }) => id,
  number: ({ number }) => number,
  url: ({ url }) => url,
  subject: ({ subject }) => subject,
  type: ({ type }) => type.toUpperCase(),
  channel: ({ channel }) => channel,
  status: ({ status }) => status.toUpperCase(),
  priority: ({ priority }) => priority?.toUpperCase(),
  mailboxId: ({ mailbox }) => mailbox.id,
  mailboxName: ({ mailbox }) => mailbox.name,
  folderId: ({ folderId }) => folderId,
  customerId: ({ customer }) => customer?.id,
  customerName: ({ customer }) => customer?.name,
  assigneeId: ({ assignee }) => assignee?.id,
  assigneeName: ({ assignee }) => assignee?.name,
  teamId: ({ team }) => team?.id,
  teamName: ({ team }) => team?.name,
  tags: ({ tags }) => tags.map(({ name }) => name).join('; '),
  createdAt: ({ createdAt }) => time(createdAt),
  closedAt: ({ closedAt }) => time(closedAt),
  waitingSince: ({ waitingSince }) => time(waitingSince),
  firstResponseAt: ({ firstResponseAt }) => time(firstResponseAt),
  firstResponseTime: ({ firstResponseSeconds }) => toInt(firstResponseSeconds),
  resolveTime: ({ resolveSeconds }) => toInt(resolveSeconds),
  repliesSent: ({ repliesSent }) => repliesSent,
  messagesReceived: ({ messagesReceived }) => messagesReceived,
};
