import type { Database } from '../../database/client.ts';
import { UsageError } from '../../usage-error.ts';
import type { Connection } from '../connections.ts';
import { readNamed, secretOf } from '../options.ts';
import { createRequests } from '../requests/requests.ts';
import type { Surroundings } from '../surroundings.ts';
import { type Client, createClient } from './client.ts';
import { habits } from './habits.ts';
import { type Run, startCopying } from './run.ts';
import { type ChatwootSettings, type ChatwootState, settingsSchema, stateSchema } from './state.ts';

/** A client of the account. Its token is read now and is kept in memory alone. Throws a `UsageError` where there is none. */
export function openClient(
  settings: ChatwootSettings,
  state: Pick<ChatwootState, 'header'>,
  { environment, time, signal, onSent }: Surroundings,
): Client {
  if (settings.url === undefined) throw new UsageError('--url must say where Chatwoot answers');
  const token = tokenOf(settings, environment);
  const requests = createRequests({
    base: new URL(settings.url),
    headers: () => ({ [state.header]: token }),
    habits,
    ratePerMinute: settings.rate,
    time,
    signal,
    onSent,
    caFile: settings.caFile,
  });
  return createClient(requests, settings.account);
}

/** The same where settings and environment have what it takes; a connection by the database needs none. */
export function clientIfAny(
  settings: ChatwootSettings,
  state: Pick<ChatwootState, 'header'>,
  surroundings: Surroundings,
): Client | undefined {
  try {
    return openClient(settings, state, surroundings);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function tokenOf({ tokenEnv = '', tokenFile }: ChatwootSettings, environment: NodeJS.ProcessEnv): string {
  const what = 'the token of an administrator of the account';
  if (tokenFile === undefined) return secretOf(environment[tokenEnv], `the variable ${tokenEnv}`, what);
  return secretOf(readNamed('--token-file', tokenFile), tokenFile, what);
}

/** Takes a stored connection up. */
export async function openRun(
  database: Database,
  { accountId, accountKey, settings, state }: Connection,
  surroundings: Surroundings,
): Promise<Run> {
  const parsed = settingsSchema.parse(settings);
  const known = stateSchema.parse(state);
  const client = openClient(parsed, known, surroundings);
  const copying = await startCopying({
    database,
    accountId,
    accountKey,
    settings: parsed,
    state: known,
    time: surroundings.time,
    progress: surroundings.progress,
    between: surroundings.between,
    lists: await client.lists(),
    tellsCampaigns: false,
  });
  return { ...copying, client };
}
