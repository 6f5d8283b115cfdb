import type { Access } from '../source.ts';
import type { Surroundings } from '../surroundings.ts';
import { findFiles } from './dump/files.ts';
import { openClient } from './open.ts';
import type { RocketchatSettings } from './state.ts';

const limitedPerMinute = 10;
const roomsOfADump = 2000;

/** Asks whether the workspace can be copied at all. Throws an `AccessError` with what to do where it cannot. */
export async function accessOf(settings: RocketchatSettings, surroundings: Surroundings): Promise<Access> {
  const account = { name: 'rocketchat', timeZone: settings.timeZone };
  if (settings.dump) {
    await findFiles(settings.dump);
    return { accountId: 'rocketchat', account, state: { phase: 'rooms', windows: null }, lines: [] };
  }
  const client = openClient(settings, { isLimited: true, version: null }, surroundings);
  const version = await client.version();
  const isLimited = await client.isLimited();
  const { total } = await client.firstRooms('ts', 1);
  return {
    accountId: 'rocketchat',
    account,
    state: { version, isLimited },
    lines: linesOf(version, isLimited, total, settings),
  };
}

/** What to expect, before the copy begins. */
function linesOf(
  version: string,
  isLimited: boolean,
  rooms: number,
  { rate, takesMessages }: RocketchatSettings,
): string[] {
  const limit = isLimited
    ? `${limitedPerMinute} requests a minute of each kind (the permission api-bypass-rate-limit lifts this)`
    : 'the limiter is bypassed';
  const perMinute = isLimited ? limitedPerMinute : rate;
  const requests = Math.ceil(rooms / 100) + (takesMessages ? rooms : 0);
  const hint = rooms > roomsOfADump && isLimited ? '; a dump (--dump) is copied in minutes' : '';
  return [
    `Rocket.Chat ${version}, ${limit}, ${rooms} rooms: about ${spanOf(requests / perMinute)}${hint}`,
    ...(takesMessages
      ? []
      : ['without messages what was touched is what was created, and there are no replies']),
  ];
}

function spanOf(minutes: number): string {
  if (minutes < 2) return `${Math.ceil(minutes * 60)} s`;
  return minutes < 120 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`;
}
