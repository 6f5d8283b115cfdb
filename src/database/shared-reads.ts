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
 * which begins when it has ended, or has taken a second: a connection that hangs holds up nobody but whoever asked through it. So no
 * read is older than the question of anybody whom it answers, and nobody who is alone waits.
 *
 * A read is made in the request that was the first to ask for it. Where that is given up, the others ask again.
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
      answer: before ? endOf(before.answer).then(begin) : begin(),
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
    ask: async (key: string, read: () => Promise<Answer>): Promise<Answer> => {
      const askedAt = ++moment;
      while (true) {
        const known = latest.get(key);
        const shared = known?.isFor(askedAt) ? known : add(key, read);
        try {
          return await unlessGivenUp(() => shared.answer);
        } catch (error) {
          if (currentScope()?.signal.aborted || !shared.isGivenUp()) throw error;
        }
      }
    },
    /** Of how many keys a read is under way. */
    size: () => latest.size,
  };
}

const longest = 1000;

/** When a read has ended, however, or has taken too long. */
function endOf(answer: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, longest);
    const end = (): void => {
      clearTimeout(late);
      resolve();
    };
    answer.then(end, end);
  });
}
