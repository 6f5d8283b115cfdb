import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';

/** Something of a source that may have changed. */
export interface MarkedThing {
  /** The source's own word, such as conversation. */
  readonly kind: string;
  readonly id: string;
}

const markRow = z.object({ kind: z.string(), id: z.string(), times: z.int() });

/** A mark whose time to be fetched has come. */
export type Mark = z.output<typeof markRow>;

/** When what is marked is fetched, in milliseconds after its first and its last mark. */
interface Patience {
  readonly quiet: number;
  readonly patience: number;
}

/**
 * Marks things to be fetched after `quiet`, and at the latest `patience` after their first mark. A wait that is longer than that puts
 * the first mark off. Nothing is marked that is still marked to be fetched earlier.
 */
export async function saveMarks(
  { prisma }: Database,
  accountKey: number,
  things: readonly MarkedThing[],
  now: number,
  { quiet, patience }: Patience,
): Promise<void> {
  if (things.length === 0) return;
  const firstAt = new Date(now + Math.max(0, quiet - patience));
  const dueAt = new Date(now + quiet);
  await prisma.$executeRaw`
    insert into connection_marks as m (account_key, kind, id, first_at, due_at, times)
    select distinct ${accountKey}::int, t.kind, t.id, ${firstAt}::timestamptz, ${dueAt}::timestamptz, 1
    from unnest(${things.map(({ kind }) => kind)}::text[], ${things.map(({ id }) => id)}::text[]) as t (kind, id)
    on conflict (account_key, kind, id) do update set
      first_at = least(m.first_at, excluded.first_at),
      due_at = least(excluded.due_at, least(m.first_at, excluded.first_at) + ${patience} * interval '1 millisecond'),
      times = m.times + 1`;
}

/** Those whose time has come, the longest waiting first. */
export function readDueMarks(
  database: Database,
  accountKey: number,
  now: number,
  most: number,
): Promise<Mark[]> {
  return readRows(
    database,
    Prisma.sql`
      select kind, id, times from connection_marks
      where account_key = ${accountKey} and due_at <= ${new Date(now)}
      order by due_at limit ${most}`,
    markRow,
  );
}

/** Puts marks off, so that what cannot be fetched is not asked for again at once. */
export async function putOff(
  { prisma }: Database,
  accountKey: number,
  marks: readonly Mark[],
  until: number,
): Promise<void> {
  await prisma.$executeRaw`
    update connection_marks m set due_at = ${new Date(until)}, first_at = ${new Date(until)}
    from unnest(${marks.map(({ kind }) => kind)}::text[], ${marks.map(({ id }) => id)}::text[]) as t (kind, id)
    where m.account_key = ${accountKey} and m.kind = t.kind and m.id = t.id`;
}

/** Takes marks away, but for those that came again while their things were fetched. */
export async function deleteMarks(
  { prisma }: Database,
  accountKey: number,
  marks: readonly Mark[],
): Promise<void> {
  await prisma.$executeRaw`
    delete from connection_marks m
    using unnest(
      ${marks.map(({ kind }) => kind)}::text[], ${marks.map(({ id }) => id)}::text[], ${marks.map(({ times }) => times)}::int[]
    ) as t (kind, id, times)
    where m.account_key = ${accountKey} and m.kind = t.kind and m.id = t.id and m.times = t.times`;
}
