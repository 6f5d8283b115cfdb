import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Copying } from './run.ts';

/** Conversations that have an agent, team or label which is no longer in the lists, as far as is known. */
export async function vanishedFrom({ database, accountKey, state, lists }: Copying): Promise<number[]> {
  const agents = absent(
    state.members.agents,
    lists.agents.map(({ id }) => id),
  );
  const teams = absent(
    state.members.teams,
    lists.teams.map(({ id }) => id),
  );
  const labels = absent(state.members.labels, lists.labels);
  if (agents.length + teams.length + labels.length === 0) return [];
  const conversation = Prisma.sql`parts -> 'conversation'`;
  const rows = await readRows(
    database,
    Prisma.sql`
      select id from connection_conversations
      where account_key = ${accountKey} and (
        (${conversation} -> 'assignee' ->> 'id')::int = any(${agents}::int[])
        or (${conversation} -> 'team' ->> 'id')::int = any(${teams}::int[])
        or ${conversation} -> 'labels' ?| ${labels}::text[]
      )
      order by length(id), id`,
    z.object({ id: z.string() }),
  );
  return rows.map(({ id }) => Number(id));
}

function absent<Item>(before: readonly Item[], now: readonly Item[]): Item[] {
  const present = new Set(now);
  return before.filter((item) => !present.has(item));
}
