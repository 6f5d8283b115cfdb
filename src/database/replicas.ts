import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './client.ts';
import { lookAtPrimary } from './look.ts';
import type { ConnectionLimits } from './pool.ts';
import { createPositions } from './positions.ts';
import { createReplica, type Replica, type Watching } from './replica.ts';

const pauseMilliseconds = 1000;

/** The replicas of a database. */
export interface Replicas {
  readonly all: readonly Replica[];
  /** The one with the least to do of those that are in use; undefined where none is. */
  readonly choose: () => Replica | undefined;
  /** Counts a request by the server that it is read on. */
  readonly count: (server: string) => void;
  readonly counts: () => ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
}

/** Opens the replicas at addresses, and looks each second how far they are. */
export function openReplicas(
  primary: Database,
  urls: readonly string[],
  limits: ConnectionLimits,
  options: Omit<Watching, 'primary' | 'positions'>,
): Replicas {
  const positions = createPositions();
  const all = urls.map((url) => createReplica(url, limits, { ...options, primary, positions }));
  const counts = new Map<string, number>();
  const stopping = new AbortController();
  const { signal } = stopping;
  const watching = (async () => {
    while (!signal.aborted) {
      const askedAt = performance.now();
      const found = await lookAtPrimary(primary).catch(() => null);
      if (found) positions.note(found.position, askedAt);
      await Promise.all(all.map((replica) => replica.look(found)));
      await sleep(pauseMilliseconds, undefined, { signal }).catch(() => {});
    }
  })();
  return {
    all,
    choose: () =>
      all
        .filter(({ trouble }) => trouble() === null)
        .reduce<Replica | undefined>(
          (least, replica) => (least && least.load() <= replica.load() ? least : replica),
          undefined,
        ),
    count: (server) => counts.set(server, (counts.get(server) ?? 0) + 1),
    counts: () => counts,
    close: async () => {
      stopping.abort();
      await watching;
      await Promise.all(all.map(({ database }) => database.close()));
    },
  };
}
