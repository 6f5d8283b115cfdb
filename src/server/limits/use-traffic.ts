import type { Plugin } from 'graphql-yoga';
import { rateLimited } from '../../errors.ts';
import { onceAnswered } from '../parts.ts';
import { secondsToWait, type Usage } from './rate.ts';
import type { Connection, Traffic } from './traffic.ts';

/** What other processes have to say of a request, and what is thrown where they say no. */
type Word = Promise<Error | undefined>;

const words = new WeakMap<Request, Word[]>();

/**
 * Refuses what exceeds the rate of an address or a token, or comes on top of enough under way, of its token or of all, before its
 * body is read. A request is under way once its body is there: one that never comes would else keep others out.
 */
export function useTrafficLimits(traffic: Traffic): Plugin<object, Connection> {
  return {
    instrumentation: {
      request: async ({ request }, handle) => {
        try {
          await handle();
        } finally {
          onceAnswered(request, () => traffic.leave(request));
        }
      },
    },
    onRequestParse: ({ request, serverContext }) => {
      const now = Date.now();
      const refusalOf = (usage: Usage): Error | undefined =>
        usage.isExceeded ? rateLimited(secondsToWait(usage, now)) : undefined;
      const usage = traffic.count(request, serverContext, now);
      if (usage instanceof Promise) words.set(request, [usage.then(refusalOf)]);
      const refusal = usage instanceof Promise ? undefined : refusalOf(usage);
      if (refusal) throw refusal;
      traffic.assertRoom(request);
    },
    onParams: ({ request }) => {
      const isFree = traffic.enter(request);
      if (isFree === true) return;
      const word = Promise.resolve(isFree).then((free) => (free ? undefined : traffic.noPlace()));
      words.set(request, [...(words.get(request) ?? []), word]);
    },
  };
}

/** Refuses what other processes say is too much. They were asked before, and what was done meanwhile took as long as their answer. */
export function useWordOfOthers(): Plugin {
  return {
    onParams: async ({ request }) => {
      for (const word of words.get(request) ?? []) {
        const refusal = await word;
        if (refusal) throw refusal;
      }
    },
  };
}
