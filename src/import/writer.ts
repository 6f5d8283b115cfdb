import type { Database } from '../database/client.ts';
import { copyingTransaction } from '../database/copy.ts';
import { patience } from '../database/patience.ts';
import { clockKeeper } from './account.ts';
import type { Change } from './change.ts';
import { writeChanges } from './changes.ts';
import { type Fault, isFault } from './parse.ts';

/** Stores changes of one account in one transaction, in their order, and returns those that it refuses with the reasons. */
export type Writer = (changes: readonly Change[]) => Promise<Map<Change, Fault>>;

/**
 * How everything comes into an account: imports and connections write through this alone. The account is stored, or its record is
 * among the first changes. What is counted ahead of time becomes stale in the same transaction; a server counts it anew.
 */
export function createWriter(database: Database, accountId: string): Writer {
  const clockOf = clockKeeper();
  return (changes) =>
    copyingTransaction(
      database,
      (client, copy) => writeChanges(client, copy, accountId, changes, clockOf),
      patience,
    );
}

/** Some fourteen hundred conversations with their threads. */
const partsAtOnce = 7000;

/** As many as most have: those that a change keeps are written with it. */
const usualThreads = 4;

/** What became of a stream of changes. */
export interface Written {
  readonly stored: number;
  readonly refused: number;
}

/**
 * Writes a stream of changes that `parseChange` has read, so many in a transaction as an import takes. One that could not be read or
 * cannot be stored is refused alone; an error of the database, or of the stream, ends it after the batches before.
 */
export async function writeStream(
  write: Writer,
  changes: AsyncIterable<Change | Fault> | Iterable<Change | Fault>,
  refuse: (fault: Fault) => void,
): Promise<Written> {
  let batch: Change[] = [];
  let parts = 0;
  let stored = 0;
  let refused = 0;
  const refuseOne = (fault: Fault): void => {
    refused++;
    refuse(fault);
  };
  const writeBatch = async (): Promise<void> => {
    const faults = batch.length > 0 ? await write(batch) : new Map<Change, Fault>();
    for (const fault of faults.values()) refuseOne(fault);
    stored += batch.length - faults.size;
    batch = [];
    parts = 0;
  };
  for await (const change of changes) {
    if (isFault(change)) refuseOne(change);
    else {
      batch.push(change);
      parts += partsOf(change);
    }
    if (parts >= partsAtOnce) await writeBatch();
  }
  await writeBatch();
  return { stored, refused };
}

function partsOf(change: Change): number {
  if (change.type === 'conversation') return 1 + (change.threads?.length ?? 0);
  return change.type === 'conversationAttributes' || change.type === 'conversationDeletion'
    ? 1 + usualThreads
    : 1;
}
