import type { Database } from '../../database/client.ts';
import { sources } from '../sources.ts';
import type { Delivery } from './hooks.ts';
import { saveMarks } from './marks.ts';
import { readReceiver, saveDelivery } from './stored.ts';

/** Where a source delivers to. */
export interface HookPath {
  readonly source: string;
  readonly key: string;
}

const form = /^\/connect\/([a-z]+)\/([\w-]+)$/;

/** What a path names where it is one that webhooks are delivered to. */
export function hookPathOf(pathname: string): HookPath | undefined {
  const [, source, key] = form.exec(pathname) ?? [];
  return source !== undefined && key !== undefined ? { source, key } : undefined;
}

/** The most bytes that a source's deliveries have; 0: there is no such source. */
export function mostBytesOf({ source: name }: HookPath): number {
  return sources.find((source) => source.name === name)?.hooks.mostBytes ?? 0;
}

/** Takes a delivery: marks what it names, and returns the status to answer with. */
export async function receive(
  database: Database,
  { source: name, key }: HookPath,
  delivery: Delivery,
): Promise<200 | 400 | 401 | 404> {
  const source = sources.find((one) => one.name === name);
  const receiver = source && (await readReceiver(database, name, key));
  if (!receiver) return 404;
  const { status, marks } = source.hooks.read(delivery, receiver, receiver.settings);
  if (status !== 200) return status;
  await saveMarks(database, receiver.accountKey, marks, delivery.receivedAt, source.hooks);
  await saveDelivery(database, receiver.accountKey, delivery.receivedAt);
  return 200;
}
