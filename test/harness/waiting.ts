import { setTimeout as pause } from 'node:timers/promises';
import type { Prisma } from '../../src/database/generated/client.ts';

/**
 * Until somebody waits for a lock in the database of the transaction. An embedded database has one connection: nobody else begins
 * while the transaction lasts, and there is nothing to wait for.
 */
export async function untilSomebodyWaits(client: Prisma.TransactionClient): Promise<void> {
  while (process.env['TEST_DATABASE_URL']) {
    const [waiting] = await client.$queryRaw<unknown[]>`
      select from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where not l.granted and a.datname = current_database()`;
    if (waiting) return;
    await pause(20);
  }
}
