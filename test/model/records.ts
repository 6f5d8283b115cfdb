/** Records of the import format, as a file holds them. */
export interface ThreadRecord {
  id: string;
  kind: 'customer' | 'reply' | 'note' | 'line' | 'auto';
  createdAt: string;
  userId?: string;
  customerId?: string;
  savedReplyId?: string;
  workflowId?: string;
  handleSeconds?: number;
  status?: Status;
}

export type Status = 'open' | 'pending' | 'snoozed' | 'on_hold' | 'closed' | 'spam';

export interface RatingRecord {
  id: string;
  createdAt: string;
  score: 'great' | 'okay' | 'not_good';
  value?: number;
  userId?: string;
  comment?: string;
}

export interface ConversationRecord {
  type: 'conversation';
  id: string;
  number: number;
  mailboxId: string;
  folderId?: string;
  conversationType: 'chat' | 'email' | 'phone';
  channel: string;
  status: Status;
  deleted: boolean;
  createdAt: string;
  closedAt?: string;
  customerId?: string;
  assigneeId?: string;
  teamId?: string;
  priority?: 'low' | 'medium' | 'high' | 'urgent';
  url?: string;
  subject?: string;
  tags: string[];
  customFields: { fieldId: string; value: string | number | null }[];
  threads: ThreadRecord[];
  ratings: RatingRecord[];
}

export interface CustomFieldRecord {
  type: 'customField';
  id: string;
  name: string;
  mailboxId: string;
  fieldType: 'dropdown' | 'text' | 'number' | 'date';
  options?: { id: string; name: string }[];
}

export interface NamedRecord {
  type: 'mailbox' | 'user' | 'customer' | 'team' | 'tag';
  id: string;
  name: string;
}

export interface PlacedRecord {
  type: 'folder' | 'savedReply' | 'workflow';
  id: string;
  name: string;
  mailboxId?: string;
}

export interface OfficeHoursRecord {
  enabled: boolean;
  days: { day: number; from: string; to: string }[];
  closedDays?: string[];
}

export interface Helpdesk {
  timeZone: string;
  officeHours: OfficeHoursRecord;
  mailboxes: NamedRecord[];
  folders: PlacedRecord[];
  users: NamedRecord[];
  customers: NamedRecord[];
  teams: NamedRecord[];
  tags: NamedRecord[];
  savedReplies: PlacedRecord[];
  workflows: PlacedRecord[];
  customFields: CustomFieldRecord[];
  conversations: ConversationRecord[];
}

/** The records in the order in which a file must hold them. */
export function recordsOf(accountId: string, desk: Helpdesk): object[] {
  const { timeZone, officeHours, conversations, ...masters } = desk;
  const account = { type: 'account', id: accountId, name: accountId, timeZone, officeHours };
  return [account, ...Object.values(masters).flat(), ...conversations];
}
