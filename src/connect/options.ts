import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { officeHours } from '../import/record.ts';
import { parseMicros } from '../period/instant.ts';
import { timeZoneOf } from '../period/zone.ts';
import { UsageError } from '../usage-error.ts';

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

/** Reads office hours as an account of the import format has them. */
export function toOfficeHours(path: string): z.output<typeof officeHours> {
  try {
    return officeHours.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new InvalidArgumentError(
      'It must be a file such as {"enabled": true, "days": [{"day": 1, "from": "09:00", "to": "17:00"}]}.',
    );
  }
}

/** An address without a slash at its end. */
export function addressOf(url: URL): string {
  return url.href.replace(/\/$/, '');
}

/** Throws a `UsageError` where what is sent to an address could be read on its way. Without `isInsecureMeant` there is no --insecure. */
export function assertPrivate(url: URL, option: string, isInsecureMeant?: boolean): void {
  if (isInsecureMeant || url.protocol !== 'http:' || isLoopback(url)) return;
  const way = isInsecureMeant === undefined ? 'use https' : 'use https, or --insecure';
  throw new UsageError(`${option} is plain http: the token could be read on its way; ${way}`);
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

/** Reads a file that an option names. Throws a `UsageError` where it cannot be read. */
export function readNamed(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'cannot be read' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${option}: ${code}: ${path}`);
  }
}

/** What a header can carry; anything else in it is told by the client with all of its text. */
const secretForm = /^[\x21-\x7e]+$/;

/** A secret without the blanks around it. Throws a `UsageError` that says where `what` must stand, and nothing of the secret. */
export function secretOf(text: string | undefined, place: string, what: string): string {
  const secret = text?.trim() ?? '';
  if (secretForm.test(secret)) return secret;
  const fault = secret === '' ? '' : ', in one line without blanks or characters beyond ASCII';
  throw new UsageError(`${place} must hold ${what}${fault}`);
}
