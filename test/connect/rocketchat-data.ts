import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EJSON } from 'bson';

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

/** A document as REST gives it: its times are texts. */
export interface StubDocument {
  _id: string;
  [field: string]: unknown;
}

/** The documents of a collection of the made-up workspace. */
export function readCollection(collection: (typeof collections)[number]): StubDocument[] {
  const lines = readFileSync(rocketchatPath(`mongo/${collection}.relaxed.ndjson`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(JSON.stringify(EJSON.parse(line, { relaxed: true }))));
}

/** The same records as REST can give them: of what is no message only closing is told. */
export function expectedRestLines(): string[] {
  return expectedLines().map((line) => {
    const record = JSON.parse(line) as { threads?: { kind: string; status?: string }[] };
    const threads = record.threads?.filter(({ kind, status }) => kind !== 'line' || status === 'closed');
    return JSON.stringify({ ...record, ...(threads && { threads }) });
  });
}
