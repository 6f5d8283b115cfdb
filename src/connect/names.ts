import type { Database } from '../database/client.ts';
import type { NamedRecord } from './records.ts';

/** Names that are stored, by type and id; null where somebody has none. */
export type Names = Map<string, string | null>;

export function keyOf({ type, id }: Pick<NamedRecord, 'type' | 'id'>): string {
  return `${type} ${id}`;
}

/** The names of all that an account has besides its customers. */
export async function readNames({ prisma }: Database, accountKey: number): Promise<Names> {
  const query = { where: { accountKey }, select: { id: true, name: true } };
  const found = {
    mailbox: await prisma.mailbox.findMany(query),
    folder: await prisma.folder.findMany(query),
    user: await prisma.user.findMany(query),
    team: await prisma.team.findMany(query),
    tag: await prisma.tag.findMany(query),
    savedReply: await prisma.savedReply.findMany(query),
    workflow: await prisma.workflow.findMany(query),
  };
  return new Map(
    (Object.keys(found) as (keyof typeof found)[]).flatMap((type) =>
      found[type].map(({ id, name }): [string, string] => [keyOf({ type, id }), name]),
    ),
  );
}
