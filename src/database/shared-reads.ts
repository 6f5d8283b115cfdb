import type { Database } from './client.ts';
import { currentScope, unlessGivenUp } from './scope.ts';

interface SharedRead<Answer> {
  readonly answer: Promise<Answer>;
  /** Whether it answers who has asked at this moment. */
  readonly isFor: (askedAt: number) => boolean;
  /** Whether the request in which it is made is given up, and the read with it. */
  readonly isGivenUp: () => boolean;
}

/** Shares the reads of each database and server. The requests of a token share with each other alone, as they have their turns together. */
export function shareReads<Answer>() {
  const ofDatabases = new WeakMap<Database['prisma'], SharedReads<Answer>>();
  return ({ prisma, readBy }: Database, key: string, read: () => Promise<Answer>): Promise<Answer> => {
    const reads = ofDatabases.get(prisma) ?? createSharedReads<Answer>();
    ofDatabases.set(prisma, reads);
    return reads.ask(`${currentScope()?.sharer} ${readBy()} ${key}`, read);
  };
}

type SharedReads<Answer> = ReturnType<typeof createSharedReads<Answer>>;

/**
 * Makes one read for all who ask the same at once, as a database commits a group: who asks while it is under way shares the next one,
 * which begins when it has ended. So no read is older than the question of anybody whom it answers, and nobody who is alone waits. For a
 * read of others nobody waits longer than a second, and reads alone then: a connection that hangs holds up nobody else.
 *
 * A read is made in the request that was the first to ask for it. Where that is given up, the others read alone as well.
 */
export function createSharedReads<Answer>() {
  const latest = new Map<string, SharedRead<Answer>>();
  // Counts questions and beginnings, to tell which came first.
  let moment = 0;
  const add = (key: string, read: () => Promise<Answer>): SharedRead<Answer> => {
    const signal = currentScope()?.signal;
    let begunAt = Number.POSITIVE_INFINITY;
    const begin = (): Promise<Answer> => {
      begunAt = ++moment;
      return unlessGivenUp(read);
    };
    const before = latest.get(key);
    const added: SharedRead<Answer> = {
      answer: before ? hasEnded(before.answer).then(begin) : begin(),
      isFor: (askedAt) => askedAt < begunAt,
      isGivenUp: () => signal?.aborted === true,
    };
    const end = (): void => {
      if (latest.get(key) === added) latest.delete(key);
    };
    latest.set(key, added);
    added.answer.then(end, end);
    return added;
  };
  return {
    ask: (key: string, read: () => Promise<Answer>): Promise<Answer> => {
      const askedAt = ++moment;
      const known = latest.get(key);
      if (known?.isFor(askedAt)) return answerOf(known, read);
      return unlessGivenUp(() => add(key, read).answer);
    },
    /** Of how many keys a read is under way. */
    size: () => latest.size,
  };
}

/** What a read of others is answered, or one's own where theirs takes too long or is given up. */
async function answerOf<Answer>(others: SharedRead<Answer>, read: () => Promise<Answer>): Promise<Answer> {
  const isInTime = await unlessGivenUp(() => hasEnded(others.answer));
  return unlessGivenUp(isInTime && !others.isGivenUp() ? () => others.answer : read);
}

const longest = 1000;

/** True as soon as a read has ended, however; false where it takes too long. */
function hasEnded(answer: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), longest);
    const end = (): void => {
      clearTimeout(late);
      resolve(true);
    };
    answer.then(end, end);
  });
}
