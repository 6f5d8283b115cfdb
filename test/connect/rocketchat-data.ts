import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared/sources/rocketchat/', import.meta.url));

/** Whether the made-up workspace is here: tests of the connector need it. */
export const hasRocketchatData = existsSync(folder);

export function rocketchatPath(name: string): string {
  return `${folder}${name}`;
}

/** The lines of the records that must come out of the made-up workspace. */
export function expectedLines(): string[] {
  return readFileSync(rocketchatPath('mongo/expected.ndjson'), 'utf8').trim().split('\n');
}

export const collections = [
  'rocketchat_room',
  'rocketchat_message',
  'users',
  'rocketchat_livechat_department',
  'rocketchat_livechat_visitor',
] as const;
