import type { Database } from '../../src/database/client.ts';
import { importRecords } from './import.ts';

/** An account with the records given besides. */
export async function createAccount(
  database: Database,
  id: string,
  { plan = 'PRO', timeZone = 'Europe/Berlin', records = [] as readonly object[] } = {},
): Promise<void> {
  const account = { type: 'account', id, name: id, timeZone, plan };
  const { rejected } = await importRecords(database, [account, ...records]);
  if (rejected.size > 0)
    throw new Error(`records of ${id} were rejected: ${[...rejected.keys()].join(', ')}`);
}
