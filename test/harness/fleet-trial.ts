import { setTimeout as sleep } from 'node:timers/promises';
import { migrateDatabase } from '../../src/database/client.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type Outcome, prepareLoad } from './fleet-load.ts';
import { openPlace, type Place } from './fleet-place.ts';

interface TrialOptions {
  readonly serverUrl: string;
  readonly haproxy: string;
  readonly processes: number;
  /** Streaming replicas, of a primary of their own in place of the server; they lag and go away now and then. */
  readonly replicas?: number;
  readonly lanes: number;
  readonly seconds: number;
  readonly environment?: Record<string, string>;
  /** What is done to the processes meanwhile. */
  readonly fault: 'killed at random' | 'restarted one after the other';
}

export interface Trial extends Outcome {
  readonly faults: number;
  readonly faultsOfReplicas: number;
  /** Requests that the processes which are there in the end have read on the primary and on replicas. */
  readonly reads: { readonly primary: number; readonly replicas: number };
  readonly sentAgain: { readonly retries: number; readonly redispatches: number };
  /** Warnings and errors that the processes have logged. */
  readonly log: string;
}

type Load = Awaited<ReturnType<typeof prepareLoad>>;

/** Processes behind haproxy, and PgBouncer between them and a database of their own, or its replicas, under load while some go. */
export async function tryFleet(options: TrialOptions): Promise<Trial> {
  const place = await openPlace(options.serverUrl, options.replicas ?? 0);
  try {
    await migrateDatabase({ DATABASE_URL: place.url, DATA_DIR: '' });
    const load = await prepareLoad(place.url);
    return await tryProcesses(place, load, options).finally(load.close);
  } finally {
    await place.drop();
  }
}

async function tryProcesses(place: Place, load: Load, options: TrialOptions): Promise<Trial> {
  const fleet = await startFleet(options.haproxy, options.processes, {
    ...place.environment,
    RATE_LIMIT_TOKEN: '1000000',
    RATE_LIMIT_ADDRESS: '1000000',
    LOG_LEVEL: 'warn',
    ...options.environment,
  });
  let log = '';
  const trial = await tryUnderLoad(fleet, place, load, options).finally(async () => {
    log = await fleet.stop();
  });
  return { ...trial, log };
}

async function tryUnderLoad(
  fleet: Fleet,
  place: Place,
  load: Load,
  { lanes, seconds, fault }: TrialOptions,
): Promise<Omit<Trial, 'log'>> {
  const kills: Kill[] = [];
  const over = new AbortController();
  const running = load.run({
    address: fleet.address,
    lanes,
    signal: over.signal,
    wasKilled: (process, from, until) =>
      kills.some(({ name, at }) => name === process && at >= from && at <= until),
  });
  const endsAt = performance.now() + seconds * 1000;
  const [faults, faultsOfReplicas] = await Promise.all([
    fault === 'killed at random' ? killAtRandom(fleet, endsAt, kills) : restartInTurn(fleet, endsAt),
    place.disturb(endsAt),
  ]).finally(() => over.abort());
  const outcome = await running;
  const { isUp: _isUp, ...sentAgain } = await fleet.looks();
  const reads = readsOf((await Promise.all(fleet.members.map(({ metrics }) => metrics()))).join(''));
  return { ...outcome, faults, faultsOfReplicas, sentAgain, reads };
}

function readsOf(metrics: string): Trial['reads'] {
  const reads = { primary: 0, replicas: 0 };
  for (const [, server, count] of metrics.matchAll(/^deskgraph_reads_total\{server="(.*)"\} (\d+)$/gm))
    reads[server === 'primary' ? server : 'replicas'] += Number(count);
  return reads;
}

interface Kill {
  readonly name: string;
  readonly at: number;
}

/** Kills one of them every other second while haproxy has two others. */
async function killAtRandom({ members, looks }: Fleet, endsAt: number, kills: Kill[]): Promise<number> {
  const restarts: Promise<void>[] = [];
  while (performance.now() < endsAt) {
    await sleep(1000 + Math.random() * 2000);
    const { isUp } = await looks();
    const ready = members.filter(({ isReady }, index) => isReady() && isUp(index));
    const victim = ready[Math.floor(Math.random() * ready.length)];
    if (!victim || ready.length < Math.min(3, members.length)) continue;
    kills.push({ name: victim.name, at: performance.now() });
    restarts.push(victim.restart('SIGKILL'));
  }
  await Promise.all(restarts);
  return kills.length;
}

/** Restarts one after the other, each once the one before is ready, until the time is over and all had their turn. */
async function restartInTurn({ members }: Fleet, endsAt: number): Promise<number> {
  let restarts = 0;
  do {
    for (const member of members) {
      await member.restart('SIGTERM');
      restarts += 1;
      // Until the balancer has seen it.
      await sleep(2000);
    }
  } while (performance.now() < endsAt);
  return restarts;
}
