import type { Database } from '../../database/client.ts';
import type { Names } from '../names.ts';
import type { Progress } from '../progress.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Time } from '../time.ts';
import type { Write } from '../writer.ts';
import type { Client, Window } from './client.ts';
import type { Fields } from './fields.ts';
import type { HelpScoutSettings, HelpScoutState } from './state.ts';

/** One account's connection at work: what it is reached by, how far it is, and what it has seen. */
export interface Run {
  readonly database: Database;
  readonly accountId: string;
  readonly accountKey: number;
  readonly settings: HelpScoutSettings;
  readonly state: HelpScoutState;
  readonly client: Client;
  readonly write: Write;
  readonly time: Time;
  readonly progress: Progress;
  readonly between: Surroundings['between'];
  readonly tell: Surroundings['tell'];
  /** Names of everything but customers. */
  readonly names: Names;
  readonly fields: Fields;
  readonly ratings: RatingTimes;
}

/** When ratings were given, as far as the report of ratings has been asked. */
interface RatingTimes {
  /** By the thread that the rating is of. */
  readonly byThread: Map<number, string>;
  asked: Window | null;
  /** The report is not of this plan or user, or fails; it is asked again when the connection is taken up anew. */
  isDenied: boolean;
}

/** Help Scout's clock in whole Unix seconds. */
export function nowOf({ client }: Pick<Run, 'client'>): number {
  return Math.floor(client.now() / 1000);
}
