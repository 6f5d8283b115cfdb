import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { byTypeAndId } from './records.ts';

const folder = fileURLToPath(new URL('../../../shared/sources/helpscout/', import.meta.url));

/** Whether the made-up account is here: tests of the connector need it. */
export const hasHelpScoutData = existsSync(folder);

export function readHelpScoutData(name: string): unknown {
  return JSON.parse(readFileSync(`${folder}${name}`, 'utf8'));
}

/** What Help Scout says of something. */
type Fields = { [key: string]: unknown };

/** A conversation as the server knows it, with all of its threads, newest first. */
export interface KnownConversation {
  readonly conversation: Fields & { id: number; createdAt: string; status: string; state: string };
  modifiedAt: string;
  threads: (Fields & { id: number })[];
}

/** The whole made-up account. */
export interface MadeUpAccount {
  readonly mailboxes: (Fields & { id: number })[];
  readonly folders: Record<string, Fields[]>;
  readonly fields: Record<string, Fields[]>;
  readonly savedReplies: Record<string, Fields[]>;
  readonly users: Fields[];
  readonly teams: Fields[];
  readonly tags: Fields[];
  readonly workflows: Fields[];
  readonly gone: { readonly id: number; readonly status: number; readonly location?: string }[];
  readonly conversations: KnownConversation[];
}

export function readAccount(): MadeUpAccount {
  return readHelpScoutData('account/account.json') as MadeUpAccount;
}

export function expectedLines(): string[] {
  return readFileSync(`${folder}account/expected.ndjson`, 'utf8').trim().split('\n');
}

/** Records of the expected copy, by type and id. */
export function readExpected(): Map<string, object> {
  return byTypeAndId(expectedLines().map((line) => JSON.parse(line)));
}
