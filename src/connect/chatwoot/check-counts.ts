import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Checked } from './checked.ts';
import type { Difference, Finding, Window } from './difference.ts';
import { rest } from './run.ts';
import { statusWords } from './source.ts';
import { statusOf } from './threads.ts';

/** Chatwoot answers thirty of these a minute. */
const pauseMilliseconds = 60_000 / 25;

/** Compares the counts of all time by inbox and status, whatever the window. */
export async function compareCounts(run: Checked, window: Window): Promise<Finding> {
  const { truth, lists } = run;
  const ours = await ownCounts(run);
  const differences: Difference[] = [];
  for (const inbox of lists.inboxes) {
    for (const status of statusWords) {
      const theirs = await truth.count(status, inbox.id);
      const own = ours.get(`${inbox.id} ${statusOf[status]}`) ?? 0;
      const channel = `inbox ${inbox.id} (${inbox.name})`;
      if (theirs !== own) differences.push({ channel, status, theirs, ours: own, isMoving: false });
      await rest(run, pauseMilliseconds);
    }
  }
  return { ...window, differences };
}

async function ownCounts({ database, accountKey }: Checked): Promise<Map<string, number>> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select m.id as inbox, c.status::text as status, count(*)::int as count
      from conversations c
      join mailboxes m on m.account_key = c.account_key and m.key = c.mailbox_key
      where c.account_key = ${accountKey} and m.account_key = ${accountKey} and not c.deleted
      group by m.id, c.status`,
    z.object({ inbox: z.string(), status: z.string(), count: z.int() }),
  );
  return new Map(rows.map(({ inbox, status, count }) => [`${inbox} ${status}`, count]));
}
