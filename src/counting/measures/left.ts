import { Prisma } from '../../database/generated/client.ts';
import { statuses, tagsOfConversation } from './conversation.ts';
import { type Measure, measure } from './measure.ts';

/** How a conversation that is not closed stands. */
export interface Standing {
  readonly status: (typeof statuses)[number];
  readonly isAssigned: boolean;
  readonly isWaiting: boolean;
}

/** How a conversation `c` stands as one number: the place of its status among `statuses`, from 1, whether assigned, whether waiting. */
const standing = Prisma.sql`
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

const isLeft = Prisma.sql`c.status <> 'closed'`;

/** Conversations created that are not closed now, by how they stand. */
export const left = measure('left', 'created', standing, { condition: isLeft });

/** The same; the label is what they are told apart by, as text. */
const leftBy = (name: string, label: Prisma.Sql, more: Partial<Measure>): Measure =>
  measure(name, 'created', standing, { label, condition: isLeft, ...more });

/** The label 0 is the lack of any tag. */
export const leftByTag = leftBy('leftByTag', Prisma.sql`tag.key::text`, {
  joins: () => Prisma.sql`cross join lateral ${tagsOfConversation}`,
});

const ofWhole = { isOfWhole: true };
export const leftByMailbox = leftBy('leftByMailbox', Prisma.sql`c.mailbox_key::text`, ofWhole);
export const leftByType = leftBy('leftByType', Prisma.sql`upper(c.type::text)`, ofWhole);

/** The label 0 is that of no team. */
export const leftByTeam = leftBy('leftByTeam', Prisma.sql`coalesce(c.team_key, 0)::text`, ofWhole);

/** What is counted of conversations that are not closed. */
export const leftMeasures: readonly Measure[] = [left, leftByTag, leftByMailbox, leftByType, leftByTeam];
