import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { bearerOf } from '../../auth/caller.ts';
import { rateLimited, serviceUnavailable } from '../../errors.ts';
import type { Settings } from '../../settings.ts';
import { onceAnswered } from '../parts.ts';
import { addressOf } from './address.ts';
import { createRateLimiter } from './rate.ts';

type TrafficSettings = Pick<
  Settings,
  'MAX_REQUESTS' | 'RATE_LIMIT_ADDRESS' | 'RATE_LIMIT_TOKEN' | 'TRUSTED_PROXIES'
>;

/**
 * Refuses what exceeds the rate of an address or a token, or comes on top of enough under way, before its body is read. A
 * request is under way once its body is there: one that never comes would else keep others out.
 */
export function useTrafficLimits(settings: TrafficSettings): Plugin<object, { req?: IncomingMessage }> {
  const underWay = new Set<Request>();
  const waitOfAddress = createRateLimiter(settings.RATE_LIMIT_ADDRESS);
  const waitOfToken = createRateLimiter(settings.RATE_LIMIT_TOKEN);

  const waitOf = ({ headers }: Request, socketAddress: string | undefined, now: number): number => {
    const address =
      socketAddress && addressOf(socketAddress, headers.get('x-forwarded-for'), settings.TRUSTED_PROXIES);
    const token = bearerOf(headers.get('authorization'));
    return Math.max(
      address ? waitOfAddress(address, now) : 0,
      token ? waitOfToken(createHash('sha256').update(token).digest('base64'), now) : 0,
    );
  };

  const assertRoom = (): void => {
    if (underWay.size >= settings.MAX_REQUESTS) throw serviceUnavailable();
  };

  return {
    instrumentation: {
      request: async ({ request }, handle) => {
        try {
          await handle();
        } finally {
          onceAnswered(request, () => underWay.delete(request));
        }
      },
    },
    onRequestParse: ({ request, serverContext }) => {
      const wait = waitOf(request, serverContext.req?.socket.remoteAddress, Date.now());
      if (wait > 0) throw rateLimited(wait);
      assertRoom();
    },
    onParams: ({ request }) => {
      assertRoom();
      underWay.add(request);
    },
  };
}
