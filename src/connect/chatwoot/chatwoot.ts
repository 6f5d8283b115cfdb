import type { OptionValues } from 'commander';
import { UsageError } from '../../usage-error.ts';
import { addressOf, assertPrivate } from '../options.ts';
import type { Source } from '../source.ts';
import { accessOf } from './access.ts';
import { accessOf as accessOfTables } from './database/open.ts';
import { openTablesWork } from './database/work.ts';
import { describe } from './describe.ts';
import { addOptions, type ChatwootOptions, help } from './options.ts';
import { type ChatwootSettings, settingsSchema } from './state.ts';
import { webhooks } from './webhooks.ts';
import { listsMilliseconds, openWork } from './work.ts';

/** Chatwoot, read by its REST API or by its own database. */
export const chatwoot: Source = {
  name: 'chatwoot',
  title: 'Chatwoot',
  description:
    'copy an account of Chatwoot by its REST API or its database and keep the copy current; run again, it goes on where it stopped',
  help,
  addOptions,
  settingsFrom,
  isSame: (settings, other) => isSame(settingsSchema.parse(settings), settingsSchema.parse(other)),
  access: async (settings, surroundings) => {
    const parsed = settingsSchema.parse(settings);
    return (isByDatabase(parsed) ? accessOfTables : accessOf)(parsed, surroundings);
  },
  open: (database, connection, surroundings) => {
    const open = isByDatabase(settingsSchema.parse(connection.settings)) ? openTablesWork : openWork;
    return open(database, connection, surroundings);
  },
  openMilliseconds: listsMilliseconds,
  describe,
  hooks: webhooks,
};

function isByDatabase({ databaseEnv }: ChatwootSettings): boolean {
  return databaseEnv !== undefined;
}

/** A Chatwoot that moves to https, or is read in the other way, is the same. */
function isSame(settings: ChatwootSettings, other: ChatwootSettings): boolean {
  const hosts = hostsOf(settings);
  return settings.account === other.account && hostsOf(other).some((host) => hosts.includes(host));
}

function hostsOf({ url, publicUrl }: ChatwootSettings): string[] {
  return [publicUrl, ...(url === undefined ? [] : [url])].map((address) => new URL(address).host);
}

function settingsFrom(values: OptionValues): ChatwootSettings {
  const options = values as ChatwootOptions;
  const { account, tokenEnv, tokenFile, caFile, timeZone, officeHours, rate, type, databaseEnv } = options;
  const url = options.url && addressOf(options.url);
  const publicUrl = options.publicUrl ? addressOf(options.publicUrl) : url;
  if (options.url) assertPrivate(options.url, '--url', options.insecure ?? false);
  if (publicUrl === undefined || (url === undefined && databaseEnv === undefined))
    throw new UsageError(
      '--url must say where Chatwoot answers; with --database-env --public-url is enough, where people open it',
    );
  const optional = { url, databaseEnv, tokenFile, caFile, timeZone, officeHours };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    account,
    publicUrl,
    tokenEnv,
    types: type,
    rate,
    ...(Object.fromEntries(given) as Partial<ChatwootSettings>),
  };
}
