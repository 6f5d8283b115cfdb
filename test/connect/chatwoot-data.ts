import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { byTypeAndId } from './records.ts';

const folder = fileURLToPath(new URL('../../../shared/sources/chatwoot/', import.meta.url));

/** Whether the made-up account is here: tests of the connector need it. */
export const hasChatwootData = existsSync(folder);

export function chatwootPath(name: string): string {
  return `${folder}${name}`;
}

export function readChatwootData(name: string): unknown {
  return JSON.parse(readFileSync(chatwootPath(name), 'utf8'));
}

/** Records of an expected copy, by type and id. */
export function readExpected(way: 'rest' | 'db'): Map<string, object> {
  const lines = readFileSync(chatwootPath(`example-expected-${way}.ndjson`), 'utf8')
    .trim()
    .split('\n');
  return byTypeAndId(lines.map((line) => JSON.parse(line)));
}

/** What `example-webhooks.json` holds: deliveries with what they should be answered and mark. */
export interface Deliveries {
  readonly secret: string;
  readonly accountId: number;
  readonly deliveries: readonly {
    readonly name: string;
    readonly receivedAt: number;
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly expectStatus: number;
    readonly expectMarks: readonly string[];
  }[];
}
