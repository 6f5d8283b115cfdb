import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';
import { boundArray } from '../import/sql.ts';

/** What a connection knows of one conversation of its source. */
export interface KnownConversation {
  readonly id: string;
  /** Changes whenever the source says that the conversation changed. */
  readonly version: string | null;
  /** Whether all parts of the conversation are stored. */
  readonly isComplete: boolean;
  readonly isUnreadable: boolean;
  /** What the source said of it, as far as it is mapped; null where that could not be read. */
  readonly parts: unknown;
  /** When the source has it begin; the newest are completed first. */
  readonly createdAt: Date | null;
}

const knownRow = z.object({
  id: z.string(),
  version: z.string().nullable(),
  isComplete: z.boolean(),
  isUnreadable: z.boolean(),
  parts: z.unknown(),
  createdAt: z.date().nullable(),
});

const columns = Prisma.sql`id, version, is_complete as "isComplete", unreadable_since is not null as "isUnreadable", parts, created_at as "createdAt"`;

/** What is known of so many conversations, by id. */
export async function readKnown(
  database: Database,
  accountKey: number,
  ids: readonly string[],
): Promise<Map<string, KnownConversation>> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select ${columns} from connection_conversations
      where account_key = ${accountKey} and id = any(${ids}::text[])`,
    knownRow,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Conversations whose parts are still to be asked for, of all or among some, newest first. An index holds these alone. */
export function readIncomplete(
  database: Database,
  accountKey: number,
  most: number,
  among?: readonly string[],
): Promise<KnownConversation[]> {
  const which = among ? Prisma.sql`and id = any(${among}::text[])` : Prisma.empty;
  return readRows(
    database,
    Prisma.sql`
      select ${columns} from connection_conversations
      where account_key = ${accountKey} and not is_complete and unreadable_since is null ${which}
      order by created_at desc, id limit ${most}`,
    knownRow,
  );
}

/** How many of these there are. */
export async function countIncomplete(database: Database, accountKey: number): Promise<number> {
  const [row] = await readRows(
    database,
    Prisma.sql`
      select count(*)::int as count from connection_conversations
      where account_key = ${accountKey} and not is_complete and unreadable_since is null`,
    z.object({ count: z.int() }),
  );
  return row?.count ?? 0;
}

const idRow = z.object({ id: z.string(), isUnreadable: z.boolean() });

/** Ids of all conversations that are known, unreadable ones included. */
export function readKnownIds(database: Database, accountKey: number): Promise<z.infer<typeof idRow>[]> {
  return readRows(
    database,
    Prisma.sql`
      select id, unreadable_since is not null as "isUnreadable"
      from connection_conversations where account_key = ${accountKey} order by length(id), id`,
    idRow,
  );
}

const knownIdRow = z.object({ id: z.string() });

/** So many ids behind one, in their order. */
export async function readKnownIdsAfter(
  database: Database,
  accountKey: number,
  last: string,
  most: number,
): Promise<string[]> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select id from connection_conversations
      where account_key = ${accountKey} and id > ${last} order by id limit ${most}`,
    knownIdRow,
  );
  return rows.map(({ id }) => id);
}

const versionRow = z.object({ id: z.string(), version: z.string() });

/** The versions of conversations that are known as a whole, by id. */
export async function readVersions(
  database: Database,
  accountKey: number,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select id, version from connection_conversations
      where account_key = ${accountKey} and id = any(${ids}::text[])
        and is_complete and unreadable_since is null and version is not null`,
    versionRow,
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/** Stores what is known of conversations, in place of what was known before. */
export async function saveKnown(
  { prisma }: Database,
  accountKey: number,
  known: readonly Omit<KnownConversation, 'isUnreadable'>[],
): Promise<void> {
  if (known.length === 0) return;
  const ids = known.map(({ id }) => id);
  const versions = known.map(({ version }) => version);
  const areComplete = known.map(({ isComplete }) => isComplete);
  const beginnings = known.map(({ createdAt }) => createdAt?.toISOString());
  // Parts are JSON, whose quotes an array of texts would have again.
  await prisma.$executeRaw`
    insert into connection_conversations (account_key, id, version, is_complete, created_at, parts)
    select ${accountKey}, n.*
    from rows from (
      unnest(
        ${boundArray(Prisma.sql`text`, ids)}, ${boundArray(Prisma.sql`text`, versions)},
        ${boundArray(Prisma.sql`boolean`, areComplete)}, ${boundArray(Prisma.sql`timestamptz`, beginnings)}
      ),
      jsonb_array_elements(${JSON.stringify(known.map(({ parts }) => parts))}::jsonb)
    ) as n (id, version, is_complete, created_at, parts)
    on conflict (account_key, id) do update set version = excluded.version, is_complete = excluded.is_complete,
      parts = excluded.parts, created_at = excluded.created_at, unreadable_since = null`;
}

/** Remembers conversations that the source cannot show; what is stored of them stays. */
export async function saveUnreadable(
  { prisma }: Database,
  accountKey: number,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  await prisma.$executeRaw`
    insert into connection_conversations (account_key, id, is_complete, unreadable_since)
    select ${accountKey}, n.id, false, ${at} from unnest(${ids}::text[]) as n (id)
    on conflict (account_key, id) do update set unreadable_since = excluded.unreadable_since`;
}

/** Lets conversations be asked for once more whose parts the source could not show, or the user might not see: these have no version. */
export async function readUnreadableAgain({ prisma }: Database, accountKey: number): Promise<void> {
  await prisma.$executeRaw`
    update connection_conversations set unreadable_since = null, is_complete = false
    where account_key = ${accountKey} and jsonb_typeof(parts) = 'object'
      and (unreadable_since is not null or is_complete and version is null)`;
}

/** Forgets conversations that the source no longer has. */
export async function forgetKnown(
  { prisma }: Database,
  accountKey: number,
  ids: readonly string[],
): Promise<void> {
  await prisma.$executeRaw`
    delete from connection_conversations where account_key = ${accountKey} and id = any(${ids}::text[])`;
}
