/** The words of Chatwoot's statuses. */
export const statusWords = ['open', 'resolved', 'pending', 'snoozed'] as const;
export type StatusWord = (typeof statusWords)[number];

export const priorityWords = ['low', 'medium', 'high', 'urgent'] as const;
type PriorityWord = (typeof priorityWords)[number];

/** Something with a name that a conversation or a message refers to. */
export interface Named {
  readonly id: number;
  readonly name: string | null;
}

/** A conversation as both ways read it; instants are whole Unix seconds, and nothing else of the source is kept. */
export interface SourceConversation {
  /** The display id: REST has no other. */
  readonly id: number;
  readonly inboxId: number;
  /** The inbox was deleted: Chatwoot's own report counts the conversation no more. */
  readonly inboxGone: boolean;
  readonly channel: string | null;
  readonly status: StatusWord;
  readonly createdAt: number;
  /** Null: nobody has answered yet. */
  readonly firstReplyAt: number | null;
  readonly assignee: Named | null;
  readonly team: Named | null;
  readonly contact: (Named & { readonly blocked: boolean }) | null;
  readonly priority: PriorityWord | null;
  readonly labels: readonly string[];
  readonly customAttributes: { readonly [key: string]: unknown };
  readonly subject: string | null;
}

type SenderKind = 'user' | 'contact' | 'agent_bot' | 'captain_assistant';

export interface SourceMessage {
  readonly id: number;
  readonly kind: 'incoming' | 'outgoing' | 'activity' | 'template';
  readonly contentType: string;
  readonly private: boolean;
  readonly createdAt: number;
  /** Null as well where the sender's row is gone. */
  readonly sender: (Named & { readonly kind: SenderKind }) | null;
  readonly sourceId: string | null;
  readonly automationRuleId: number | null;
  /** Sent in the app of the channel itself, by a person whom Chatwoot does not know. */
  readonly externalEcho: boolean;
  /** The status that an activity line says it tells of. */
  readonly statusMarker: string | null;
  /** Known by the database alone. */
  readonly campaign: Named | null;
}

/** A resolution or a reopening as Chatwoot's reporting events have it. */
export interface SourceEvent {
  readonly id: number;
  readonly status: 'closed' | 'open';
  readonly at: number;
}

export interface SourceRating {
  readonly id: number;
  readonly conversationId: number;
  readonly createdAt: number;
  readonly rating: number;
  readonly comment: string | null;
  readonly agent: Named | null;
}

export type AttributeType =
  | 'text'
  | 'number'
  | 'currency'
  | 'percent'
  | 'link'
  | 'date'
  | 'list'
  | 'checkbox';

export interface SourceDefinition {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly type: AttributeType;
  readonly values: readonly string[];
}

export interface WorkingDay {
  /** Sunday is 0. */
  readonly day: number;
  readonly closed: boolean;
  readonly allDay: boolean;
  readonly openHour: number | null;
  readonly openMinutes: number | null;
  readonly closeHour: number | null;
  readonly closeMinutes: number | null;
}

export interface SourceInbox {
  readonly id: number;
  readonly name: string;
  readonly channel: string | null;
  readonly hasWorkingHours: boolean;
  readonly timeZone: string | null;
  readonly workingHours: readonly WorkingDay[];
}

/** What is small enough to be read whole, again and again. */
export interface SourceLists {
  readonly account: {
    readonly name: string;
    /** Names that may be IANA zones, the one that counts first. */
    readonly timeZones: readonly string[];
  };
  readonly inboxes: readonly SourceInbox[];
  readonly agents: readonly Named[];
  readonly teams: readonly Named[];
  readonly labels: readonly string[];
  readonly rules: readonly Named[];
  readonly definitions: readonly SourceDefinition[];
}
