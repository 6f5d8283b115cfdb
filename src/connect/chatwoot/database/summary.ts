import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { type StatusWord, statusWords } from '../source.ts';
import { instant, wordOf } from './conversations.ts';
import { readRows, type TablesRun } from './run.ts';

const countRow = z.object({ channel: z.string().nullable(), status: wordOf(statusWords), count: z.int() });

/** What Chatwoot's own channel report answers for a period of whole seconds; an inbox without a type has the empty name. */
export async function channelSummary(run: TablesRun, since: number, until: number) {
  const rows = await readRows(
    run,
    countRow,
    Prisma.sql`
      select i.channel_type as channel, c.status, count(*)::int as count
      from conversations c join inboxes i on i.id = c.inbox_id
      where c.account_id = ${run.options.account} and c.created_at >= ${instant(since)} and c.created_at < ${instant(until)}
      group by 1, 2`,
  );
  const summary: Record<string, Record<StatusWord, number>> = {};
  for (const { channel, status, count } of rows) {
    const counts = summary[channel ?? ''] ?? { open: 0, resolved: 0, pending: 0, snoozed: 0 };
    summary[channel ?? ''] = { ...counts, [status]: counts[status] + count };
  }
  return summary;
}

const listedRow = z.object({ id: z.int(), status: wordOf(statusWords) });

/** The statuses of the conversations that were created on a day of UTC, by display id. */
export async function createdOn(run: TablesRun, day: string): Promise<Map<number, StatusWord>> {
  const since = Date.parse(`${day}T00:00:00Z`) / 1000;
  const rows = await readRows(
    run,
    listedRow,
    Prisma.sql`
      select c.display_id as id, c.status from conversations c join inboxes i on i.id = c.inbox_id
      where c.account_id = ${run.options.account}
        and c.created_at >= ${instant(since)} and c.created_at < ${instant(since + 86_400)}`,
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}

const earliestRow = z.object({ earliest: z.number().nullable() });

/** When the first conversation was created, in whole seconds; undefined where there is none. */
export async function earliestThere(run: TablesRun): Promise<number | undefined> {
  const [row] = await readRows(
    run,
    earliestRow,
    Prisma.sql`
      select floor(date_part('epoch', min(created_at))) as earliest
      from conversations where account_id = ${run.options.account}`,
  );
  return row?.earliest ?? undefined;
}
