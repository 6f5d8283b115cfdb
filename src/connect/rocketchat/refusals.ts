import { AccessError, SetAsideError } from '../requests/errors.ts';
import type { Answer } from '../requests/habits.ts';
import { errorAnswer } from './answers.ts';

/** The user may not see this; the rest goes on. */
export class DeniedError extends SetAsideError {}

/** There is no such thing, or this version knows none. */
export class VanishedError extends SetAsideError {}

/** Rocket.Chat does not know what it was asked for: a defect, or an old version. */
class MisunderstoodError extends AccessError {}

/** For what is gone on without where it cannot be had. */
export function undefinedWhereRefused(error: unknown): undefined {
  if (error instanceof SetAsideError || error instanceof MisunderstoodError) return undefined;
  throw error;
}

const badCredentials =
  'Rocket.Chat refuses these credentials (401): check ROCKETCHAT_USER_ID and ROCKETCHAT_AUTH_TOKEN.';

/** Not shown any more, or not to be had at this workspace. */
const gone = /invalid-room|not-allowed|error-action-not-allowed|error-not-allowed|error-invalid-room/;

/**
 * The body of an answer that is a success. Throws a `DeniedError` or a `VanishedError` where the rest can go on, and an `AccessError` that
 * says what to do where it cannot.
 */
export function bodyOf({ status, isJson, body }: Answer, path: string, version: string | null): unknown {
  if (status === 401) throw new AccessError(badCredentials);
  if (status === 403) throw refusedTo(path);
  if (status === 404) throw new VanishedError('this version of Rocket.Chat has no such route');
  if (status >= 300 && status < 400)
    throw new AccessError(
      'Rocket.Chat sends requests on to another address, which gets no token: set --url to where it answers',
    );
  if (!isJson)
    throw new Error('expected JSON, and the answer is none: does a proxy stand in front of Rocket.Chat?');
  const { success = true } = errorAnswer.safeParse(body).data ?? {};
  if (status === 200 && success) return body;
  throw failureOf(status, body, path, version);
}

/** An answer of 200 that is no success is one of 400. */
function failureOf(status: number, body: unknown, path: string, version: string | null): Error {
  const { error, message, errorType = '' } = errorAnswer.safeParse(body).data ?? {};
  const text = error ?? message ?? `answered ${status}`;
  if (gone.test(`${text} ${errorType}`)) return new VanishedError(text);
  if (status === 400 || status === 200)
    return new MisunderstoodError(
      `Rocket.Chat ${version ?? ''} does not understand ${routeOf(path)}: ${text}`,
    );
  return new Error(`answered ${status}: ${text}`);
}

/** Without rooms there is nothing to copy. */
function refusedTo(path: string): AccessError | DeniedError {
  const permission = permissions.find(([route]) => path.includes(route))?.[1] ?? 'view-l-room';
  if (path.includes('/livechat/rooms'))
    return new AccessError(
      `Rocket.Chat shows this user no rooms (403): give its role the permission ${permission}.`,
    );
  return new DeniedError(`${routeOf(path)} is refused (403): it needs the permission ${permission}`);
}

const permissions = [
  ['/livechat/rooms', 'view-livechat-rooms'],
  ['/transfer.history/', 'view-livechat-rooms'],
  ['/livechat/tags', 'manage-livechat-tags'],
  ['/livechat/department', 'view-livechat-departments'],
  ['conversations-by-status', 'view-livechat-reports'],
  ['/omnichannel/integrations', 'view-livechat-webhooks'],
  ['/livechat/integrations.settings', 'view-livechat-manager'],
] as const;

/** A path as its requests are counted by Rocket.Chat's limiter. */
export function routeOf(path: string): string {
  return (path.split('?')[0] ?? '')
    .replace(/\/livechat\/[^/]+\/messages$/, '/livechat/:rid/messages')
    .replace(/(\/transfer\.history\/).*/, '$1:rid');
}
