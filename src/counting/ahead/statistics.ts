import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';

const planRows = z.array(
  z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })) }),
);

/** Where the planner expects fewer rows of an account, looking through them all seems as cheap as looking up one. */
const leastExpected = 100;

/** So many conversations take long to look through. */
const manyConversations = 2000;

/**
 * Makes the planner's statistics anew where it expects next to no conversations of an account that has many. Of one that came
 * beside a larger account it expects none, and looks each row up in all that the account has: any index that begins with the
 * account seems as good. PostgreSQL itself does so only once a tenth of all rows is new, the embedded engine never.
 */
export async function analyzeUnknownAccount(
  client: Prisma.TransactionClient,
  accountKey: number,
): Promise<void> {
  const ofAccount = Prisma.sql`from conversations where account_key = ${accountKey}::int`;
  const plans = planRows.parse(await client.$queryRaw(Prisma.sql`explain (format json) select ${ofAccount}`));
  const [plan] = plans.flatMap((row) => row['QUERY PLAN']);
  if (plan && plan.Plan['Plan Rows'] >= leastExpected) return;
  const found = await client.$queryRaw<unknown[]>(
    Prisma.sql`select key ${ofAccount} limit ${manyConversations}`,
  );
  if (found.length === manyConversations)
    await client.$executeRaw`analyze conversations, threads, field_values, ratings, customers`;
}
