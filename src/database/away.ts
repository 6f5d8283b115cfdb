import { z } from 'zod';
import { AwayError } from '../away-error.ts';

// PostgreSQL's classes of codes: connection, access, unknown database, read-only, resources, lock, stopped or cancelled, disk.
const awayCodes = /^(08|28|3D000|25006|53|55P03|57|58)/;
const awayKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
]);

// What an adapter makes of a failure: with the code where the server spoke, else with a kind.
const adapterCause = z.object({ originalCode: z.string().optional(), kind: z.string() });

/** A failure of a statement, as `AwayError` where the database is to blame and not the statement. */
export function toAway(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { data: cause } = adapterCause.safeParse(error.cause);
  return isAway(error, cause) ? new AwayError(error.message, { cause: error }) : error;
}

function isAway({ message }: Error, cause: z.infer<typeof adapterCause> | undefined): boolean {
  // The driver's own complaints have neither code nor kind: "Connection terminated", "timeout exceeded when trying to connect".
  if (!cause) return /connect/i.test(message);
  return cause.originalCode ? awayCodes.test(cause.originalCode) : awayKinds.has(cause.kind);
}
