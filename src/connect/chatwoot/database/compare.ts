import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { readKnownIdsAfter, readVersions } from '../../known.ts';
import { removeConversations } from '../remove.ts';
import { digestOfOutline, hasOutline, outlineOf, selectOutlines } from './outline.ts';
import { withRetries } from './retries.ts';
import { readRows, type TablesRun } from './run.ts';
import { fetchConversations } from './store.ts';

const pageSize = 20_000;

/** Copies the conversations that are otherwise than they are known, and deletes those that are gone. */
export async function compareAll(run: TablesRun): Promise<void> {
  const { database, accountKey, reader, options, time, signal } = run;
  for (let last = 0; ; ) {
    const rows = (await withRetries(time, signal, pageSize, (size) =>
      reader.snapshot((ask) => ask(selectOutlines(options.account, last, size))),
    )) as { sourceId: number; id: number }[];
    const versions = await readVersions(
      database,
      accountKey,
      rows.map((row) => String(row.id)),
    );
    const changed = rows.filter((row) => {
      const outline = outlineOf(row);
      const version = versions.get(String(row.id));
      return !outline || !version || !hasOutline(version, digestOfOutline(outline, run.salt));
    });
    await fetchConversations(
      run,
      changed.map(({ sourceId }) => sourceId),
    );
    await run.between?.();
    const end = rows.at(-1);
    if (!end) break;
    last = end.sourceId;
  }
  await removeGone(run);
}

const idRow = z.object({ id: z.int() });

/** Deletes what Chatwoot has no more, or no inbox for. */
export async function removeGone(run: TablesRun): Promise<void> {
  const { database, accountKey, options } = run;
  for (let last = ''; ; ) {
    const ids = await readKnownIdsAfter(database, accountKey, last, pageSize);
    const present = await readRows(
      run,
      idRow,
      Prisma.sql`
        select c.display_id as id from conversations c join inboxes i on i.id = c.inbox_id
        where c.account_id = ${options.account} and c.display_id = any(${ids.map(Number)}::int[])`,
    );
    const there = new Set(present.map(({ id }) => id));
    await removeConversations(
      run,
      ids.map(Number).filter((id) => !there.has(id)),
    );
    const end = ids.at(-1);
    if (end === undefined) return;
    last = end;
  }
}
