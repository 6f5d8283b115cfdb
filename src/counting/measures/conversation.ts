import { ConversationStatus, Prisma } from '../../database/generated/client.ts';

/** The keys of the tags of a conversation `c`, as a table `tag (key)`; 0 is the lack of any. */
export const tagsOfConversation = Prisma.sql`
    unnest(case when c.tag_keys = '{}' then '{0}' else c.tag_keys end) as tag (key)`;

/** All states; `enum_range` would look them up for each row. */
export const statuses = Object.values(ConversationStatus);

/** How a conversation that is not closed stands. */
export interface Standing {
  readonly status: (typeof statuses)[number];
  readonly isAssigned: boolean;
  readonly isWaiting: boolean;
}

/** How a conversation `c` stands as one number: the place of its status among `statuses`, from 1, whether assigned, whether waiting. */
export const standing = Prisma.sql`
        array_position(${statuses}::conversation_status[], c.status) * 4
          + (c.assignee_key is not null)::int * 2 + (c.waiting_since is not null)::int`;

/** The condition that a key which `standing` made tells of conversations that stand in a way; what is not said of it may be any. */
export function standsAs(key: Prisma.Sql, { status, isAssigned, isWaiting }: Partial<Standing>): Prisma.Sql {
  const conditions: Prisma.Sql[] = [];
  if (status !== undefined) conditions.push(Prisma.sql`${key} / 4 = ${statuses.indexOf(status) + 1}`);
  if (isAssigned !== undefined) conditions.push(Prisma.sql`${key} & 2 = ${isAssigned ? 2 : 0}`);
  if (isWaiting !== undefined) conditions.push(Prisma.sql`${key} & 1 = ${isWaiting ? 1 : 0}`);
  return Prisma.join(conditions, ' and ');
}
