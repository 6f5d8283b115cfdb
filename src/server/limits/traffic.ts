import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { createCounts } from '../../database/turns.ts';
import { rateLimited, serviceUnavailable, tooManyAtOnce } from '../../errors.ts';
import type { Settings } from '../../settings.ts';
import { onceAnswered } from '../parts.ts';
import { addressOf } from './address.ts';
import { createRateLimiter, secondsToWait, type Usage } from './rate.ts';
import { sharerOf } from './sharer.ts';

type TrafficSettings = Pick<
  Settings,
  'MAX_REQUESTS' | 'MAX_REQUESTS_TOKEN' | 'RATE_LIMIT_ADDRESS' | 'RATE_LIMIT_TOKEN' | 'TRUSTED_PROXIES'
>;

/** What the server has of the connection that a request came on; nothing where a test hands one in. */
export interface Connection {
  readonly req?: IncomingMessage;
}

/** What all requests share, whichever face they ask. */
export interface Traffic {
  /** Where a request comes from; undefined where it did not come on a connection. */
  readonly addressOf: (request: Request, connection: Connection) => string | undefined;
  /** Counts a request of an address and of a token; the usage is that of the two which has less left. */
  readonly count: (request: Request, connection: Connection, now: number) => Usage;
  /** Throws the coded error where enough is under way already, of the request's token or of all. */
  readonly assertRoom: (request: Request) => void;
  /** The same, and counts the request among these until it is answered. */
  readonly enter: (request: Request) => void;
  readonly leave: (request: Request) => void;
}

export function createTraffic(settings: TrafficSettings): Traffic {
  const underWay = new Set<Request>();
  const ofSharers = createCounts<string>(settings.MAX_REQUESTS_TOKEN);
  const ofAddress = createRateLimiter(settings.RATE_LIMIT_ADDRESS);
  const ofToken = createRateLimiter(settings.RATE_LIMIT_TOKEN);
  const assertRoom = (request: Request): void => {
    if (underWay.size >= settings.MAX_REQUESTS) throw serviceUnavailable();
    if (!ofSharers.hasRoom(sharerOf(request))) throw tooManyAtOnce(settings.MAX_REQUESTS_TOKEN);
  };
  const comesFrom: Traffic['addressOf'] = ({ headers }, { req }) =>
    req?.socket.remoteAddress &&
    addressOf(req.socket.remoteAddress, headers.get('x-forwarded-for'), settings.TRUSTED_PROXIES);
  return {
    addressOf: comesFrom,
    count: (request, connection, now) => {
      const [address, sharer] = [comesFrom(request, connection), sharerOf(request)];
      const usages = [address && ofAddress.count(address, now), sharer && ofToken.count(sharer, now)].filter(
        (usage) => typeof usage === 'object',
      );
      return usages.reduce(tighter, ofToken.look('', now));
    },
    assertRoom,
    enter: (request) => {
      assertRoom(request);
      underWay.add(request);
      ofSharers.add(sharerOf(request), 1);
    },
    leave: (request) => {
      if (underWay.delete(request)) ofSharers.add(sharerOf(request), -1);
    },
  };
}

function tighter(one: Usage, other: Usage): Usage {
  if (one.isExceeded !== other.isExceeded) return one.isExceeded ? one : other;
  return other.remaining < one.remaining ? other : one;
}

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
      const usage = traffic.count(request, serverContext, now);
      if (usage.isExceeded) throw rateLimited(secondsToWait(usage, now));
      traffic.assertRoom(request);
    },
    onParams: ({ request }) => traffic.enter(request),
  };
}
