interface SourceUserReference {
  readonly id: string;
  readonly username: string | null;
}

/** A room as REST and the database give it; instants are milliseconds since 1970, and nothing else of the source is kept. */
export interface SourceRoom {
  readonly id: string;
  readonly createdAt: number;
  readonly isOpen: boolean;
  /** Rocket.Chat's own report takes an odd value, such as 1, for neither on hold nor open. */
  readonly hold: 'held' | 'odd' | 'none';
  /** May be left over from before the room was opened again. */
  readonly closedAt: number | null;
  readonly visitor: { readonly id: string; readonly name: string | null } | null;
  readonly name: string | null;
  /** Joins several visitors, since 7.0. */
  readonly contactId: string | null;
  readonly source: {
    readonly type: string | null;
    readonly id: string | null;
    readonly alias: string | null;
    readonly label: string | null;
  } | null;
  readonly isSms: boolean;
  readonly isEmail: boolean;
  /** The topic, else the subject of the email; null as well where nobody wants them. */
  readonly subject: string | null;
  readonly servedBy: SourceUserReference | null;
  readonly closedBy: SourceUserReference | null;
  readonly departmentId: string | null;
  /** Names: Rocket.Chat stores no ids of tags with rooms. */
  readonly tags: readonly string[];
  readonly priorityWeight: number | null;
  /** What is kept of the answers of custom fields, by the field's id. */
  readonly answers: { readonly [field: string]: string };
  /** Seconds; what Rocket.Chat's own report takes for closed. */
  readonly chatDuration: number | null;
  readonly messages: number;
  readonly lastMessageAt: number | null;
  readonly updatedAt: number | null;
}

export interface SourceMessage {
  readonly id: string;
  readonly roomId: string;
  readonly at: number;
  /** Null: somebody wrote it. */
  readonly type: string | null;
  readonly user: (SourceUserReference & { readonly name: string | null }) | null;
  readonly isByVisitor: boolean;
}

/** A change of who serves a room, where REST tells it apart from the messages. */
export interface SourceTransfer {
  readonly at: number;
  readonly by: SourceUserReference | null;
}

export interface SourceUser extends SourceUserReference {
  readonly name: string | null;
  readonly isAgent: boolean;
  readonly isBot: boolean;
}

export interface SourceDepartment {
  readonly id: string;
  readonly name: string | null;
}

/** A custom field of rooms: one of the whole workspace. */
export interface SourceField {
  readonly id: string;
  readonly name: string;
  readonly isSelect: boolean;
  readonly options: readonly string[];
}
