import type { Command, OptionValues } from 'commander';
import type { Database } from '../database/client.ts';
import type { Connection } from './connections.ts';
import type { Hooks } from './hooks/hooks.ts';
import type { Mark } from './hooks/marks.ts';
import type { ConnectionState } from './state.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * A product that accounts are copied from, with all that the frame needs of it. A source is a folder beside this file and a line in
 * `sources.ts`; the frame has the commands, the lock, retries and the pace of requests, what is known of conversations, what is due
 * when, webhooks and marks, status, check and metrics.
 */
export interface Source {
  /** The word for it: of its command, in the database, in the addresses that webhooks are delivered to. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** What `deskgraph connect NAME` does, and what stands below its options. */
  readonly description: string;
  readonly help: string;
  /** The options of its command besides `--as`, `--webhook-url` and `--once`, which all sources have. */
  readonly addOptions: (command: Command) => Command;
  /** Settings to be stored, made of options: of secrets only where they are found. Throws a `UsageError`. */
  readonly settingsFrom: (options: OptionValues) => object;
  /** Whether both are settings of one account. */
  readonly isSame: (settings: unknown, other: unknown) => boolean;
  /** Asks whether the account can be copied, before anything is stored. Throws an `AccessError` or a `UsageError` that says what to do. */
  readonly access: (settings: unknown, surroundings: Surroundings) => Promise<Access>;
  /** Takes a stored connection up under its lock, and reads and stores what all of its work needs, such as lists. */
  readonly open: (database: Database, connection: Connection, surroundings: Surroundings) => Promise<Work>;
  /** How long what `open` read is good: work is taken up anew then. Milliseconds. */
  readonly openMilliseconds: number;
  /** What `connect status` tells besides what it tells of every connection. */
  readonly describe: (database: Database, connection: Connection) => Promise<Description>;
  readonly hooks: Hooks;
}

/** What was found out before a connection is stored. */
export interface Access {
  /** What the account is called here where nobody says otherwise. */
  readonly accountId: string;
  /** The account's record until its lists are read. */
  readonly account: { readonly name: string; readonly timeZone: string };
  /** What a new connection starts with, and an old one takes over. */
  readonly state: object;
  /** Told before the copy begins. */
  readonly lines: readonly string[];
  /** Throws an `AccessError` where what is stored as an account is of another one, which settings alone may not tell. */
  readonly assertSame?: (database: Database, accountKey: number) => Promise<void>;
}

export interface Description {
  /** Such as `Chatwoot account 1 at https://chat.example.com, by REST`. */
  readonly place: string;
  /** How far the first copy is; `live` where it is done. */
  readonly phase: string;
  readonly lines: readonly string[];
}

/** A connection that is taken up. What it does is given up where the surroundings' signal is aborted. */
export interface Work {
  readonly state: ConnectionState;
  /** Stores the state. */
  readonly save: () => Promise<void>;
  readonly isCopied: () => boolean;
  /** The first copy from where it stopped, compared at its end; where that is done, one round of everything that changes. */
  readonly copyOnce: () => Promise<void>;
  /** What keeps the copy current, in the order in which it is done where several are due. */
  readonly tasks: readonly Task[];
  /** Fetches what was marked, each once. `reopen`: what `open` read is to be read anew. */
  readonly fetchMarked: (marks: readonly Mark[]) => Promise<'done' | 'reopen'>;
  readonly check: (options: CheckOptions, own: OwnAnswer) => Promise<CheckOutcome>;
}

/** When each was begun last is kept in the state (`ranAt`), where work may say of a task that it is done with something else. */
export interface Task {
  readonly name: string;
  /** Milliseconds from one beginning to the next; rarer where webhooks arrive that tell the same. */
  readonly every: (hooksArrive: boolean) => number;
  readonly run: () => Promise<void>;
}

/** What deskgraph itself answers to a path of the source's reports, as it answers the source's clients. */
export type OwnAnswer = (path: string) => Promise<unknown>;

export interface CheckOptions {
  /** Whole Unix seconds; without them everything is checked. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly repair: boolean;
  readonly print: (line: string) => void;
}

/** The message of a `UsageError` where a check is asked about a period before all that is copied: two nothings are not equal copies. */
export const nothingToCompare = 'nothing that is copied lies between --since and --until';

/** Whether the copy counts as its source does. */
export interface CheckOutcome {
  /** The last line. */
  readonly line: string;
  /** 0: equal, or all that differs is explained as the source's check has it; 1: different; 2: could not be asked. */
  readonly exitCode: 0 | 1 | 2;
}
