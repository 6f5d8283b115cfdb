import type { Database } from './client.ts';
import type { Replica } from './replica.ts';
import { currentScope } from './scope.ts';

/**
 * A database whose rows one request reads on a replica, until a statement fails there: this one and all later ones are read on the
 * primary. It has all that the replica had: to the request it is as if the replica had gone on meanwhile.
 */
export function readOn(
  { database: replica, blame }: Replica,
  primary: Database,
  onFailure: (error: unknown) => void,
): Database {
  let hasFailed = false;
  const read: Database['read'] = async (statement) => {
    if (hasFailed) return primary.read(statement);
    try {
      return await replica.read(statement);
    } catch (error) {
      // Nobody waits any more.
      if (currentScope()?.signal.aborted) throw error;
      if (!hasFailed) onFailure(error);
      hasFailed = true;
      blame(error);
      return primary.read(statement);
    }
  };
  return { ...primary, read, readBy: () => (hasFailed ? null : replica.readBy()) };
}
