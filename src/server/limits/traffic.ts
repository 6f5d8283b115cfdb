import type { IncomingMessage } from 'node:http';
import { createCounts } from '../../database/turns.ts';
import { serviceUnavailable, tooManyAtOnce } from '../../errors.ts';
import type { Settings } from '../../settings.ts';
import { addressOf } from './address.ts';
import type { Counters } from './counter.ts';
import { createRateLimiter, type RateLimiter, type Usage } from './rate.ts';
import { createSharedPlaces, type Place } from './shared-places.ts';
import { createSharedRateLimiter } from './shared-rate.ts';
import { sharerOf } from './sharer.ts';

type TrafficSettings = Pick<
  Settings,
  | 'MAX_REQUESTS'
  | 'MAX_REQUESTS_TOKEN'
  | 'RATE_LIMIT_ADDRESS'
  | 'RATE_LIMIT_TOKEN'
  | 'REQUEST_TIMEOUT_MS'
  | 'TRUSTED_PROXIES'
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
  readonly count: (request: Request, connection: Connection, now: number) => Usage | Promise<Usage>;
  /** Tries to get a token that failed, by the address that they came from. */
  readonly failedTries: RateLimiter;
  /** Throws the coded error where enough is under way in this process already, of the request's token or of all. */
  readonly assertRoom: (request: Request) => void;
  /** The same, and counts the request among these until it is answered. Whether other processes leave its token a place is told later. */
  readonly enter: (request: Request) => Place['isFree'];
  /** The coded error of a request that found no place among those of its token in all processes. */
  readonly noPlace: () => Error;
  readonly leave: (request: Request) => void;
}

/** A minute, and what the clocks of two machines may differ by. */
const minuteSeconds = 120;

/** So many tries to get a token may fail in a minute from one address. */
const mostFailedTries = 20;

/** Counts in this process, and where others count as well, with them. */
export function createTraffic(settings: TrafficSettings, counters: Counters | null): Traffic {
  const underWay = new Map<Request, Place | undefined>();
  const ofSharers = createCounts<string>(settings.MAX_REQUESTS_TOKEN);
  const limiterOf = (name: string, limit: number): RateLimiter =>
    counters ? createSharedRateLimiter(limit, counters(name, minuteSeconds)) : createRateLimiter(limit);
  const ofAddress = limiterOf('address', settings.RATE_LIMIT_ADDRESS);
  const ofToken = limiterOf('token', settings.RATE_LIMIT_TOKEN);
  const takePlace = counters && sharedPlacesOf(settings, counters);
  const untouched = createRateLimiter(settings.RATE_LIMIT_TOKEN);
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
      return tightest([
        untouched.look('', now),
        ...(address ? [ofAddress.count(address, now)] : []),
        ...(sharer ? [ofToken.count(sharer, now)] : []),
      ]);
    },
    failedTries: limiterOf('failed', mostFailedTries),
    assertRoom,
    enter: (request) => {
      assertRoom(request);
      const sharer = sharerOf(request);
      const place = sharer && takePlace ? takePlace(sharer, Date.now()) : undefined;
      underWay.set(request, place);
      ofSharers.add(sharer, 1);
      return place?.isFree ?? true;
    },
    noPlace: () => tooManyAtOnce(settings.MAX_REQUESTS_TOKEN),
    leave: (request) => {
      underWay.get(request)?.leave();
      if (underWay.delete(request)) ofSharers.add(sharerOf(request), -1);
    },
  };
}

function sharedPlacesOf({ MAX_REQUESTS_TOKEN, REQUEST_TIMEOUT_MS }: TrafficSettings, counters: Counters) {
  const stretchMilliseconds = Math.max(1000, REQUEST_TIMEOUT_MS);
  const seconds = Math.ceil((3 * stretchMilliseconds) / 1000);
  return createSharedPlaces(MAX_REQUESTS_TOKEN, stretchMilliseconds, counters('places', seconds));
}

/** Of several usages the one that has least left; at once where that is known, as where one is used up. */
function tightest(usages: readonly [Usage, ...(Usage | Promise<Usage>)[]]): Usage | Promise<Usage> {
  const known = usages.flatMap((usage) => (usage instanceof Promise ? [] : [usage]));
  const least = known.reduce(tighter);
  if (least.isExceeded || known.length === usages.length) return least;
  return Promise.all(usages).then((all) => all.reduce(tighter));
}

function tighter(one: Usage, other: Usage): Usage {
  if (one.isExceeded !== other.isExceeded) return one.isExceeded ? one : other;
  return other.remaining < one.remaining ? other : one;
}
