import { z } from 'zod';
import type { Database } from '../database/client.ts';

const planRow = z.object({
  'QUERY PLAN': z.array(z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })),
});

/** So few conversations are looked through quickly by any index. */
const fewConversations = 1000;

/**
 * Makes the planner's statistics anew where it knows of few conversations of an account. Of one that came beside a larger account it
 * knows of none, and looks each row up in all that the account has: any index that begins with the account seems as good.
 * PostgreSQL itself does so only once a tenth of all rows is new, the embedded engine never.
 */
export async function analyzeUnknownAccount(prisma: Database['prisma'], accountKey: number): Promise<void> {
  const rows = await prisma.$queryRaw`
    explain (format json) select from conversations where account_key = ${accountKey}::int`;
  const [plan] = z
    .array(planRow)
    .parse(rows)
    .flatMap((row) => row['QUERY PLAN']);
  if (plan && plan.Plan['Plan Rows'] >= fewConversations) return;
  await prisma.$executeRaw`analyze conversations, threads, field_values, customers`;
}
