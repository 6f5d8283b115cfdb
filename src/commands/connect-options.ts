import { InvalidArgumentError } from 'commander';
import type { ChatwootSettings } from '../connect/chatwoot/state.ts';
import { parseMicros } from '../period/instant.ts';
import { timeZoneOf } from '../period/zone.ts';

export type ConversationType = ChatwootSettings['types'][string];

export const types = ['email', 'chat', 'phone'] as const;

export function toUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash)
    throw new InvalidArgumentError('It must be an address such as https://chat.example.com.');
  return url;
}

export function toId(text: string): number {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  if (id < 1 || id > 2_147_483_647)
    throw new InvalidArgumentError('It must be a whole number from 1 to 2147483647.');
  return id;
}

export function toRate(text: string): number {
  const rate = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (rate < 1) throw new InvalidArgumentError('It must be a whole number from 1 to 999999.');
  return rate;
}

export function toZone(text: string): string {
  const zone = timeZoneOf(text);
  if (zone === undefined) throw new InvalidArgumentError('It must be an IANA name such as Europe/Paris.');
  return zone;
}

export function toSeconds(text: string): number {
  const micros = parseMicros(text);
  if (micros === undefined || micros % 1_000_000n !== 0n)
    throw new InvalidArgumentError('It must be a whole second such as 2024-03-01T00:00:00Z.');
  return Number(micros / 1_000_000n);
}

export function addType(
  text: string,
  before: Record<string, ConversationType>,
): Record<string, ConversationType> {
  const [, inbox = '', type] = /^(\d+)=(\w+)$/.exec(text) ?? [];
  const known = types.find((name) => name === type);
  if (!known) throw new InvalidArgumentError(`It must be an inbox and a type, such as 14=phone.`);
  return { ...before, [inbox]: known };
}
