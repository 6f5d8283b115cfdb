import { z } from 'zod';

// Where Prisma keeps PostgreSQL's own code.
const prismaMeta = z.object({
  driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }),
});

/** What the log holds of an error. A database's messages quote values, so an error that has a code is told by that alone. */
export function toLoggable(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error;
  const { name, message, stack = '', cause } = error;
  const meta = 'meta' in error ? prismaMeta.safeParse(error.meta).data : undefined;
  return {
    name,
    ...('code' in error ? { code: error.code } : { message }),
    ...(meta && { databaseCode: meta.driverAdapterError.cause.originalCode }),
    at: stack.split('\n').filter((line) => line.startsWith('    at ')),
    ...(cause instanceof Error && { cause: toLoggable(cause) }),
  };
}
