import { analyzeUnknownAccount } from '../counting/ahead/statistics.ts';
import type { Copy } from '../database/copy.ts';
import type { Prisma } from '../database/generated/client.ts';
import { type ClockOf, renewVersion, writeAccount } from './account.ts';
import type { Change } from './change.ts';
import { readKnown } from './known.ts';
import type { Fault } from './parse.ts';
import { Placement } from './placement.ts';
import type { ImportRecord, RecordOf } from './record.ts';
import { keptIds, resolved } from './resolve.ts';
import { readStoredConversations } from './stored-conversations.ts';
import { writePlaced } from './write.ts';

/**
 * Stores changes of one account within the transaction of `client` and returns those that it refuses, because they
 * refer to something unknown or are another account, with the reasons. The account's row stays locked until the
 * transaction ends: imports of one account take turns.
 */
export async function writeChanges(
  client: Prisma.TransactionClient,
  copy: Copy,
  accountId: string,
  changes: readonly Change[],
  clockOf: ClockOf,
): Promise<Map<Change, Fault>> {
  // A plan that was made while the tables were empty would be kept as they fill, and look through all that there is.
  await client.$queryRaw`select set_config('plan_cache_mode', 'force_custom_plan', true)`;
  const accounts = changes.filter((change) => change.type === 'account');
  const account = await writeAccount(
    client,
    accountId,
    accounts.findLast(({ id }) => id === accountId),
    clockOf,
  );
  await analyzeUnknownAccount(client, account.key);
  const stored = await readStoredConversations(client, account.key, keptIds(changes));
  const records = [...changes.flatMap(recordsOf), ...stored.values()];
  const placement = new Placement(await readKnown(client, account.key, records));
  const refused = new Map<Change, Fault>();
  for (const change of changes) {
    const reason =
      change.type === 'account' ? otherAccount(accountId, change) : place(change, placement, stored);
    if (reason !== undefined) refused.set(change, { type: typeOf(change), id: change.id, reason });
  }
  // Where nothing is written, what has been answered stays right.
  if (accounts.length > 0 || !placement.isEmpty) await renewVersion(client, account.key);
  await writePlaced(client, copy, account, placement);
  return refused;
}

function recordsOf(change: Change): ImportRecord[] {
  if (change.type === 'conversationDeletion') return [];
  return [change.type === 'conversationAttributes' ? change.record : change];
}

function typeOf({ type }: Change): ImportRecord['type'] {
  return type === 'conversationAttributes' || type === 'conversationDeletion' ? 'conversation' : type;
}

function otherAccount(accountId: string, { id }: RecordOf<'account'>): string | undefined {
  return id === accountId ? undefined : `a file holds one account, and this one is "${accountId}"`;
}

/** Places a change behind those before it, or says why it cannot be stored. */
function place(
  change: Exclude<Change, RecordOf<'account'>>,
  placement: Placement,
  stored: ReadonlyMap<string, RecordOf<'conversation'>>,
): string | undefined {
  if (change.type !== 'conversationAttributes' && change.type !== 'conversationDeletion')
    return placement.place(change);
  const before = placement.conversation(change.id) ?? stored.get(change.id);
  if (!before)
    return change.type === 'conversationDeletion' ? undefined : `unknown conversation "${change.id}"`;
  const reason =
    change.type === 'conversationAttributes' ? placement.reasonAgainst(change.record) : undefined;
  if (reason !== undefined) return reason;
  const after = resolved(change, before);
  if (after) placement.put(after);
  return undefined;
}
