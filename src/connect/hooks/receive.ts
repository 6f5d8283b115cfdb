import type { Database } from '../../database/client.ts';
import type { Source } from '../source.ts';
import { sources } from '../sources.ts';
import type { Delivery, Verdict } from './hooks.ts';
import { saveMarks } from './marks.ts';
import { type Receiver, readReceivers, saveDelivery } from './stored.ts';

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

/** Whom a path delivers to. */
export interface Addressee {
  readonly source: Source;
  readonly receivers: readonly Receiver[];
}

/** Whom a path delivers to; undefined where its key is none. */
export async function addresseeOf(
  database: Database,
  { source: name, key }: HookPath,
): Promise<Addressee | undefined> {
  const source = sources.find((one) => one.name === name);
  const receivers = source ? await readReceivers(database, name, key) : [];
  return source && receivers.length > 0 ? { source, receivers } : undefined;
}

/** Takes a delivery: marks what it names, and returns the status to answer with. */
export async function receive(
  database: Database,
  { source: { hooks }, receivers }: Addressee,
  delivery: Delivery,
): Promise<Verdict['status']> {
  const verdicts = receivers.map((receiver) => hooks.read(delivery, receiver, receiver.settings));
  // Of several the one that made the webhook last has its secret.
  const verdict = verdicts.find(({ status }) => status === 200) ?? verdicts[0];
  if (verdict?.status !== 200) return verdict?.status ?? 401;
  for (const { accountKey } of receivers) {
    await saveMarks(database, accountKey, verdict.marks, delivery.receivedAt, hooks);
    await saveDelivery(database, accountKey, delivery.receivedAt);
  }
  return 200;
}
