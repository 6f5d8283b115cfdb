import type { IncomingHttpHeaders } from 'node:http';
import type { Connection } from '../connections.ts';
import type { Surroundings } from '../surroundings.ts';
import type { MarkedThing } from './marks.ts';

/** How a source's webhooks are set up and understood. They are hints of what to fetch, never data. */
export interface Hooks {
  /** What may be the matter where no delivery comes, in words. */
  readonly whenSilent?: string;
  /** A longer body is refused. */
  readonly mostBytes: number;
  /** What is marked is fetched when nothing has marked it for so long, and at the latest after `patience`. Milliseconds. */
  readonly quiet: number;
  readonly patience: number;
  /** What a delivery says; pure. Nothing of its body may be kept but ids. */
  readonly read: (delivery: Delivery, hook: Pick<Hook, 'secret'>, settings: unknown) => Verdict;
  /**
   * Makes the source deliver to an address below `base`, or finds out that it does. `key` is a new one for it; a webhook that the
   * source has keeps its own.
   */
  readonly register: (
    place: Place,
    base: string,
    key: string,
    before: Hook | undefined,
  ) => Promise<Registered>;
  /** Takes a webhook away. One that is not there any more is no error. */
  readonly remove: (place: Place, hook: Hook) => Promise<void>;
}

/** How to reach the source while nothing is copied. */
export interface Place extends Pick<Connection, 'settings' | 'state'> {
  readonly surroundings: Surroundings;
}

/** A stored webhook. */
export interface Hook {
  /** The last part of its address. */
  readonly key: string;
  readonly url: string;
  /** What the source calls it. */
  readonly sourceId: string;
  /** Null where the source signs nothing. */
  readonly secret: string | null;
}

export interface Registered {
  readonly hook: Hook;
  /** What the person who connects should know. */
  readonly lines: readonly string[];
}

export interface Delivery {
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/** How to answer, without a body, and what to mark. */
export interface Verdict {
  readonly status: 200 | 400 | 401;
  readonly marks: readonly MarkedThing[];
}
