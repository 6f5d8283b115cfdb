import type { Database } from '../../database/client.ts';
import type { Connection } from '../connections.ts';
import { HeldError, lockConnection } from '../lock.ts';
import { AccessError } from '../requests/errors.ts';
import { fetchVanished, pollConversations } from './changes.ts';
import { check } from './check.ts';
import { copyAll } from './copy.ts';
import { openRun, type Surroundings } from './open.ts';
import { pollRatings } from './ratings.ts';
import { type Run, save, saveError } from './run.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const pollMilliseconds = minute;
const shortestPollMilliseconds = 15_000;
const manyChanged = 150;
const fewChanged = 30;

const listsMilliseconds = 10 * minute;
const ratingsOverlapMilliseconds = 15 * minute;
const longRatingsMilliseconds = 30 * day;
const checkedMilliseconds = 180 * day;

/** A walk through so many conversations takes too long for every day. */
const manyConversations = 50_000;

/** How long to leave a Chatwoot alone that lets nobody in, or fails. */
const accessPauseMilliseconds = 15 * minute;
const failurePauseMilliseconds = minute;

/**
 * Keeps an account current until the signal is aborted. What fails is kept for `connect status`, told to `onFailure`, and tried
 * again later. Where another process is at the account, this one waits for its end.
 */
export async function keepLive(
  database: Database,
  readConnection: () => Promise<Connection | undefined>,
  surroundings: Surroundings,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const { signal, time } = surroundings;
  while (!signal.aborted) {
    const connection = await readConnection();
    if (!connection) return;
    const pause = await lockedCycle(database, connection, surroundings).then(
      () => 0,
      async (error: unknown) => {
        if (signal.aborted) return 0;
        if (error instanceof HeldError) return failurePauseMilliseconds;
        onFailure(error);
        await saveError(database, connection.accountKey, error);
        return error instanceof AccessError ? accessPauseMilliseconds : failurePauseMilliseconds;
      },
    );
    if (pause > 0) await time.sleep(pause, signal).catch(() => {});
  }
}

async function lockedCycle(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
): Promise<void> {
  const release = await lockConnection(database, connection.accountKey);
  try {
    await cycle(await openRun(database, connection, surroundings), surroundings.signal);
  } finally {
    await release();
  }
}

/** Ten minutes of one account: what the lists changed, ratings, the checks that are due, and a poll a minute. */
async function cycle(run: Run, signal: AbortSignal): Promise<void> {
  const { state, time } = run;
  const until = time.now() + listsMilliseconds;
  await copyAll(run);
  await fetchVanished(run);
  await followRatings(run);
  await walkWhereDue(run);
  await pollConversations(run);
  await checkWhereDue(run);
  state.error = null;
  await save(run);
  let pause = pollMilliseconds;
  let startedAt = time.now();
  while (startedAt + pause < until) {
    await time.sleep(Math.max(0, startedAt + pause - time.now()), signal);
    startedAt = time.now();
    const changed = await pollConversations(run);
    if (changed > manyChanged) pause = Math.max(shortestPollMilliseconds, pause / 2);
    if (changed < fewChanged) pause = pollMilliseconds;
  }
}

/** New ratings each time, and once a day those of the last 30 days, which may have changed. */
async function followRatings(run: Run): Promise<void> {
  const { state, time } = run;
  const now = time.now();
  const isLongDue = isDue(state.ratedAllAt, day, now);
  const reach = isLongDue
    ? longRatingsMilliseconds
    : now - (state.ratedAt ?? now) + ratingsOverlapMilliseconds;
  await pollRatings(run, Math.floor((now - reach) / 1000), Math.ceil(now / 1000) + 1);
  state.ratedAt = now;
  if (isLongDue) state.ratedAllAt = now;
}

async function walkWhereDue({ state, time, database, accountKey }: Run): Promise<void> {
  const many = (await database.prisma.conversation.count({ where: { accountKey } })) > manyConversations;
  state.walkedAt ??= time.now();
  if (isDue(state.walkedAt, many ? 7 * day : day, time.now())) state.mustWalk = true;
}

/** The last half year once an hour, and everything once a day; what differs is asked for again. */
async function checkWhereDue(run: Run): Promise<void> {
  const { state, time } = run;
  const now = time.now();
  if (!isDue(state.lastCheck?.at ?? null, hour, now)) return;
  const isWhole = isDue(state.checkedAllAt, day, now);
  const since = isWhole ? undefined : Math.floor((now - checkedMilliseconds) / 1000);
  await check(run, { since, repair: true, print: () => {} });
  if (isWhole) state.checkedAllAt = now;
}

function isDue(last: number | null, every: number, now: number): boolean {
  return last === null || now - last >= every;
}
