import type { OptionValues } from 'commander';
import { addressOf, assertPrivate } from '../options.ts';
import type { Source } from '../source.ts';
import { accessOf } from './access.ts';
import { describe } from './describe.ts';
import { addOptions, type ChatwootOptions, help } from './options.ts';
import { type ChatwootSettings, settingsSchema } from './state.ts';
import { webhooks } from './webhooks.ts';
import { listsMilliseconds, openWork } from './work.ts';

/** Chatwoot, read by its REST API. */
export const chatwoot: Source = {
  name: 'chatwoot',
  title: 'Chatwoot',
  description:
    'copy an account of Chatwoot by its REST API and keep the copy current; run again, it goes on where it stopped',
  help,
  addOptions,
  settingsFrom,
  isSame: (settings, other) => placeOf(settings) === placeOf(other),
  access: (settings, surroundings) => accessOf(settingsSchema.parse(settings), surroundings),
  open: openWork,
  openMilliseconds: listsMilliseconds,
  describe,
  hooks: webhooks,
};

/** A Chatwoot that moves to https is the same. */
function placeOf(settings: unknown): string {
  const { url, account } = settingsSchema.parse(settings);
  return `${new URL(url).host} ${account}`;
}

function settingsFrom(values: OptionValues): ChatwootSettings {
  const options = values as ChatwootOptions;
  const { url, account, tokenEnv, tokenFile, caFile, timeZone, officeHours, rate, type } = options;
  assertPrivate(url, '--url', options.insecure ?? false);
  const optional = { tokenFile, caFile, timeZone, officeHours };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    url: addressOf(url),
    account,
    publicUrl: addressOf(options.publicUrl ?? url),
    tokenEnv,
    types: type,
    rate,
    ...(Object.fromEntries(given) as Partial<ChatwootSettings>),
  };
}
