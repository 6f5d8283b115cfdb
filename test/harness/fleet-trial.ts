import { setTimeout as sleep } from 'node:timers/promises';
import { migrateDatabase } from '../../src/database/client.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type Outcome, prepareLoad } from './fleet-load.ts';
import { pgbouncerProgram, startPgbouncer } from './pgbouncer.ts';
import { createDatabase } from './server-database.ts';

interface TrialOptions {
  readonly serverUrl: string;
  readonly haproxy: string;
  readonly processes: number;
  readonly lanes: number;
  readonly seconds: number;
  readonly environment?: Record<string, string>;
  /** What is done to the processes meanwhile. */
  readonly fault: 'killed at random' | 'restarted one after the other';
}

export interface Trial extends Outcome {
  readonly faults: number;
  readonly sentAgain: { readonly retries: number; readonly redispatches: number };
  /** Warnings and errors that the processes have logged. */
  readonly log: string;
}

/** Processes behind haproxy, and PgBouncer between them and a database of their own, under load while some go. */
export async function tryFleet(options: TrialOptions): Promise<Trial> {
  const { serverUrl, haproxy, processes, lanes, seconds, fault } = options;
  const place = await createDatabase(serverUrl);
  const pooler = await startPgbouncer(pgbouncerProgram ?? '', 'transaction', serverUrl);
  await migrateDatabase({ DATABASE_URL: place.url, DATA_DIR: '' });
  const load = await prepareLoad(place.url);
  const fleet = await startFleet(haproxy, processes, {
    DATABASE_URL: pooler.urlOf(place.url),
    RATE_LIMIT_TOKEN: '1000000',
    RATE_LIMIT_ADDRESS: '1000000',
    LOG_LEVEL: 'warn',
    ...options.environment,
  });
  const kills: number[] = [];
  const over = new AbortController();
  const running = load.run({
    address: fleet.address,
    lanes,
    signal: over.signal,
    wasKilled: (from, until) => kills.some((at) => at >= from && at <= until),
  });
  const endsAt = performance.now() + seconds * 1000;
  const faults =
    fault === 'killed at random'
      ? await killAtRandom(fleet, endsAt, kills)
      : await restartInTurn(fleet, endsAt);
  over.abort();
  const outcome = await running;
  const { isUp: _isUp, ...sentAgain } = await fleet.looks();
  const log = await fleet.stop();
  await load.close();
  await pooler.stop();
  await place.drop();
  return { ...outcome, faults, sentAgain, log };
}

/** Kills one of them every other second while haproxy has two others. */
async function killAtRandom({ members, looks }: Fleet, endsAt: number, kills: number[]): Promise<number> {
  const restarts: Promise<void>[] = [];
  while (performance.now() < endsAt) {
    await sleep(1000 + Math.random() * 2000);
    const { isUp } = await looks();
    const ready = members.filter(({ isReady }, index) => isReady() && isUp(index));
    const victim = ready[Math.floor(Math.random() * ready.length)];
    if (!victim || ready.length < Math.min(3, members.length)) continue;
    kills.push(performance.now());
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
