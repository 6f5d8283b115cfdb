import { UsageError } from '../../usage-error.ts';
import { secretOf } from '../options.ts';
import { createRequests } from '../requests/requests.ts';
import type { Surroundings } from '../surroundings.ts';
import { type Client, createClient } from './client.ts';
import { habits, limitedHabits } from './habits.ts';
import type { RocketchatSettings, RocketchatState } from './state.ts';

const limitedPerMinute = 10;

/** A client of the workspace. Its token is read now and is kept in memory alone. Throws a `UsageError` where there is none. */
export function openClient(
  settings: RocketchatSettings,
  { isLimited, version }: Pick<RocketchatState, 'isLimited' | 'version'>,
  { environment, time, signal, onSent }: Surroundings,
): Client {
  if (settings.url === undefined)
    throw new UsageError('a dump has no workspace to be asked: connect it with --url');
  const headers = {
    'x-user-id': secretIn(environment, settings.userIdEnv, 'the id of a user'),
    'x-auth-token': secretIn(environment, settings.tokenEnv, "a user's personal access token"),
  };
  const requests = createRequests({
    base: new URL(settings.url),
    headers: () => headers,
    habits: isLimited ? limitedHabits : habits,
    ratePerMinute: isLimited ? limitedPerMinute : settings.rate,
    time,
    signal,
    onSent,
  });
  return createClient(requests, version);
}

function secretIn(environment: NodeJS.ProcessEnv, name: string, what: string): string {
  return secretOf(environment[name], `the variable ${name}`, `${what} of the workspace`);
}
