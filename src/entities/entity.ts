interface Named<Name> {
  readonly key: number;
  /** The source's own id. */
  readonly id: string;
  readonly name: Name;
}

/** What conversations belong to and what answers for its own: tags include the untagged, customers may lack a name. */
export interface Entities {
  readonly mailbox: Named<string>;
  readonly user: Named<string>;
  readonly team: Named<string>;
  readonly tag: Named<string | null>;
  readonly customer: Named<string | null>;
}

export type EntityKind = keyof Entities;
