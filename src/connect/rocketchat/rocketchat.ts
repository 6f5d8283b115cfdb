import type { OptionValues } from 'commander';
import { Temporal } from 'temporal-polyfill';
import { parseMicros } from '../../period/instant.ts';
import { UsageError } from '../../usage-error.ts';
import { addressOf, assertPrivate } from '../options.ts';
import type { Source } from '../source.ts';
import { accessOf } from './access.ts';
import { describe } from './describe.ts';
import { openDump } from './dump/work.ts';
import { addOptions, help, type RocketchatOptions } from './options.ts';
import { type RocketchatSettings, settingsSchema } from './state.ts';
import { webhooks } from './webhooks.ts';
import { listsMilliseconds, openWork } from './work.ts';

/** Rocket.Chat's omnichannel, read by its REST API or out of files of its database. */
export const rocketchat: Source = {
  name: 'rocketchat',
  title: 'Rocket.Chat',
  description:
    'copy the omnichannel of a Rocket.Chat by its REST API and keep the copy current, or copy it once out of a dump; run again, it goes on where it stopped',
  help,
  addOptions,
  settingsFrom,
  isSame,
  access: (settings, surroundings) => accessOf(settingsSchema.parse(settings), surroundings),
  open: (database, connection, surroundings) => {
    const isDump = settingsSchema.parse(connection.settings).dump !== undefined;
    return (isDump ? openDump : openWork)(database, connection, surroundings);
  },
  openMilliseconds: listsMilliseconds,
  describe,
  hooks: webhooks,
};

/** A dump that does not say where its workspace is opened may be of any. */
function isSame(settings: unknown, other: unknown): boolean {
  const [hosts, others] = [hostsOf(settings), hostsOf(other)];
  return hosts.length === 0 || others.length === 0 || hosts.some((host) => others.includes(host));
}

/** Where a workspace is reached, and where people open it. */
function hostsOf(settings: unknown): string[] {
  const { url, publicUrl } = settingsSchema.parse(settings);
  return [url, publicUrl].flatMap((address) => (address === undefined ? [] : [new URL(address).host]));
}

function settingsFrom(values: OptionValues): RocketchatSettings {
  const options = values as RocketchatOptions;
  const { url, dump, timeZone, plan, officeHours } = options;
  assertFit(options);
  const place = options.publicUrl ?? url;
  return {
    ...(url && { url: addressOf(url) }),
    ...(dump && { dump }),
    ...(place && { publicUrl: addressOf(place) }),
    userIdEnv: options.userIdEnv,
    tokenEnv: options.tokenEnv,
    timeZone,
    ...(plan && { plan }),
    ...(officeHours && { officeHours }),
    ...(options.since !== undefined && { since: startOf(options.since, timeZone) }),
    takesMessages: options.messages,
    takesTransfers: options.transfers ?? false,
    bots: options.bots,
    botNames: options.bot,
    takesFields: options.customFields,
    storesText: options.storeTextFields ?? false,
    keepsSubjects: options.subjects,
    rate: options.rate,
    isComplete: options.complete ?? false,
  };
}

function assertFit({ url, dump, complete, webhookUrl, insecure }: RocketchatOptions): void {
  if ((url === undefined) === (dump === undefined))
    throw new UsageError('one of --url and --dump is needed, and not both');
  if (dump && webhookUrl)
    throw new UsageError('--webhook-url belongs to --url: nothing tells of changes of a dump');
  if (complete && !dump) throw new UsageError('--complete belongs to --dump');
  if (url) assertPrivate(url, '--url', insecure ?? false);
}

/** When a day begins in the account's zone, or the instant that is given; milliseconds since 1970. */
function startOf(text: string, zone: string): number {
  const micros = parseMicros(text);
  if (micros !== undefined) return Number(micros / 1000n);
  return Temporal.PlainDate.from(text).toZonedDateTime(zone).epochMilliseconds;
}
