import type { Database } from '../database/client.ts';
import { copyingTransaction } from '../database/copy.ts';
import { clockKeeper } from '../import/account.ts';
import { isFault, parseValue } from '../import/parse.ts';
import type { ImportRecord } from '../import/record.ts';
import { writeRecords } from '../import/write.ts';

/** A record that was not stored, and why. */
export interface Refusal {
  readonly type?: string;
  readonly id?: string;
  readonly reason: string;
}

/** Stores records of one account in one transaction, as an import does, and tells of those that it refuses. */
export type Writer = (records: readonly object[]) => Promise<Refusal[]>;

// A batch may wait for an import of the same account.
const patience = { maxWait: 60_000, timeout: 3_600_000 };

export function createWriter(database: Database, accountId: string): Writer {
  const clockOf = clockKeeper();
  return async (records) => {
    const refusals: Refusal[] = [];
    const parsed: ImportRecord[] = [];
    for (const record of records) {
      const content = parseValue(record);
      if (isFault(content)) refusals.push(content);
      else parsed.push(content);
    }
    if (parsed.length === 0) return refusals;
    const refused = await copyingTransaction(
      database,
      (client, copy) => writeRecords(client, copy, accountId, parsed, clockOf),
      patience,
    );
    return [...refusals, ...refused.values()];
  };
}
