import { AwayError } from '../away-error.ts';
import { messageOf } from '../message.ts';
import { type Database, openReplica } from './client.ts';
import { lacking, lookAtPrimary, lookAtReplica, type PrimaryLook, type ReplicaLook } from './look.ts';
import type { ConnectionLimits } from './pool.ts';
import type { Positions } from './positions.ts';
import { currentScope } from './scope.ts';

/** A replica of the database, and what is known of it. */
export interface Replica {
  readonly name: string;
  readonly database: Database;
  /** Why it is left out; null: it is in use. */
  readonly trouble: () => string | null;
  /** How many milliseconds old its rows are; infinity where that is not known. */
  readonly age: () => number;
  /** How many statements are under way there, or wait. */
  readonly load: () => number;
  /** Leaves it out until it is looked at again, where a failure of a request says that it is away, and not that nobody waits any more. */
  readonly blame: (error: unknown) => void;
  /** Looks at it, and takes it in or leaves it out; `primary` is what was seen last of it, null where it was away as well. */
  readonly look: (primary: PrimaryLook | null) => Promise<void>;
}

/** What all replicas of a database have in common. */
export interface Watching {
  readonly primary: Database;
  readonly positions: Positions;
  /** One whose rows are older is left out. */
  readonly mostMilliseconds: number;
  /** Told when one is left out, and why, or taken in. */
  readonly onChange: (replica: string, trouble: string | null) => void;
}

/** Opens a replica, which is left out until it was looked at. */
export function createReplica(url: string, limits: ConnectionLimits, watching: Watching): Replica {
  const database = openReplica(url, limits);
  const { pool, waiting } = database;
  const name = database.readBy() ?? '';
  const { examine, age } = createExaminer(database, watching);
  let trouble: string | null | undefined;
  const set = (found: string | null): void => {
    const isNews = trouble === undefined || (found === null) !== (trouble === null);
    trouble = found;
    if (isNews) watching.onChange(name, found);
  };
  return {
    name,
    database,
    trouble: () => (trouble === undefined ? 'it has not been looked at' : trouble),
    age,
    load: () => pool.totalCount - pool.idleCount + pool.waitingCount + waiting(),
    blame: (error) => {
      if (error instanceof AwayError && !currentScope()?.signal.aborted) set(messageOf(error));
    },
    look: async (primary) => {
      try {
        const found = await examine(primary, trouble === null);
        if (found === null) pool.giveUp(false);
        set(found);
      } catch (error) {
        // A host that has vanished refuses nothing: what waits for it would wait for long.
        pool.giveUp(true);
        set(messageOf(error));
      }
    },
  };
}

/** How a replica is looked at: it tells what is wrong with it, or throws where it does not answer. */
function createExaminer(database: Database, { primary, positions, mostMilliseconds }: Watching) {
  let age = Number.POSITIVE_INFINITY;
  let seenAt = 0n;
  /** When the server was started that was seen where the primary never was: until another start it stays apart. */
  let apartSince: string | undefined;
  /** Given where the primary is found after the replica was seen where it was. */
  const apartness = ({ startedAt }: ReplicaLook, found: PrimaryLook): string | null => {
    if (seenAt > found.position) apartSince = startedAt;
    return apartSince === startedAt ? 'it has gone on where the primary never was' : null;
  };
  const strangeness = (look: ReplicaLook, found: PrimaryLook | null): string | null => {
    if (!look.isReplica || look.position === null) return 'it is no replica';
    if (found && look.tables !== found.tables)
      return 'it is no replica of this database, or sees other tables by its search_path';
    const apart = found && apartness(look, found);
    seenAt = look.position;
    return apart;
  };
  const lateness = (): string | null => {
    if (age === Number.POSITIVE_INFINITY) return 'it is not known how old its rows are';
    return age > mostMilliseconds ? `its rows are ${Math.round(age)} ms old` : null;
  };
  const unfitness = async (look: ReplicaLook): Promise<string | null> => {
    const lacks = await lacking(database);
    return lacks > 0 ? `it lacks ${lacks} migration(s)` : apartness(look, await lookAtPrimary(primary));
  };
  return {
    age: () => age,
    /** `found` is where the primary is. All is asked of a replica that is not in use. */
    examine: async (found: PrimaryLook | null, isInUse: boolean): Promise<string | null> => {
      const look = await lookAtReplica(database).catch((error: unknown) => {
        age = Number.POSITIVE_INFINITY;
        throw error;
      });
      age = positions.ageAt(look.position ?? -1n, performance.now());
      const trouble = strangeness(look, found) ?? lateness();
      return trouble === null && !isInUse ? unfitness(look) : trouble;
    },
  };
}
