import type { Database } from '../../database/client.ts';
import { UsageError } from '../../usage-error.ts';
import { type Connection, saveState } from '../connections.ts';
import { keyOf, type Names, readNames } from '../names.ts';
import { assertPrivate, secretOf } from '../options.ts';
import { keepRefusals } from '../refused.ts';
import { AccessError } from '../requests/errors.ts';
import type { Surroundings } from '../surroundings.ts';
import { writerOf } from '../writer.ts';
import { type Client, createClient } from './client.ts';
import { type Lists, listRecords } from './lists.ts';
import { readFields } from './names.ts';
import { readLists } from './read-lists.ts';
import type { Run } from './run.ts';
import { createSession } from './session.ts';
import { type HelpScoutSettings, settingsSchema, stateSchema } from './state.ts';

const usualAddress = 'https://api.helpscout.net';

/** A client of the account that settings are of. The app's id and secret are read now and kept in memory alone. */
export function clientFor(settings: unknown, { environment, time, signal, onSent }: Surroundings): Client {
  const { appIdEnv, appSecretEnv, rate, mailboxes } = settingsSchema.parse(settings);
  const base = addressIn(environment);
  const credentials = { id: variable(environment, appIdEnv), secret: variable(environment, appSecretEnv) };
  const requests = createSession(credentials, { base, ratePerMinute: rate, time, signal, onSent });
  return createClient(requests, { base, mailboxes, now: time.now });
}

function addressIn({ HELPSCOUT_API_URL: text = usualAddress }: NodeJS.ProcessEnv): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UsageError('HELPSCOUT_API_URL must be an address such as https://api.helpscout.net');
  const url = new URL(text);
  assertPrivate(url, 'HELPSCOUT_API_URL');
  return url;
}

function variable(environment: NodeJS.ProcessEnv, name: string): string {
  return secretOf(
    environment[name],
    `the variable ${name}`,
    'what Help Scout shows under Your profile > My Apps',
  );
}

/** Takes a stored connection up: reads and stores the lists. */
export async function openRun(
  database: Database,
  { accountId, accountKey, settings: stored, state }: Connection,
  surroundings: Surroundings,
): Promise<Run> {
  const settings = settingsSchema.parse(stored);
  const client = clientFor(settings, surroundings);
  const run: Run = {
    database,
    accountId,
    accountKey,
    settings,
    state: stateSchema.parse(state),
    client,
    write: writerOf(database, accountId),
    time: surroundings.time,
    progress: surroundings.progress,
    between: surroundings.between,
    tell: surroundings.tell,
    names: await readNames(database, accountKey),
    fields: await readFields(database, accountKey),
    ratings: { byThread: new Map(), asked: null, isDenied: false },
  };
  const { lists, notices } = await readLists(client, settings.mailboxes);
  assertSameAccount(run.names, lists.mailboxes);
  await storeLists(run, lists);
  run.state.notices = notices;
  await saveState(run);
  return run;
}

/** What an app of another company sees must not come into this account. Throws an `AccessError` where it would. */
export function assertSameAccount(names: Names, mailboxes: readonly { readonly id: number }[]): void {
  const stored = [...names.keys()].filter((key) => key.startsWith('mailbox '));
  const isKnown = mailboxes.some(({ id }) => names.has(keyOf({ type: 'mailbox', id: String(id) })));
  if (stored.length > 0 && !isKnown)
    throw new AccessError('the app sees none of the inboxes that are copied: is it one of another account?');
}

async function storeLists(run: Run, lists: Lists): Promise<void> {
  const { names, fields, accountId, settings } = run;
  const records = listRecords(lists, fields);
  keepRefusals(run.state, [], await run.write([accountRecord(accountId, settings), ...records]));
  for (const record of records) {
    if (record.type === 'customField') fields.set(record.id, record);
    else names.set(keyOf(record), record.name ?? null);
  }
}

/** Help Scout tells neither its account's zone nor its office hours. */
function accountRecord(id: string, { timeZone, officeHours, plan }: HelpScoutSettings): object {
  return {
    type: 'account',
    id,
    name: id,
    timeZone,
    ...(plan && { plan }),
    ...(officeHours && { officeHours }),
  };
}
