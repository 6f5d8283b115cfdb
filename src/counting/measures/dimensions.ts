import { Prisma } from '../../database/generated/client.ts';
import { type Clock, timeOnClock } from './clock.ts';
import { standing, statuses, tagsOfConversation } from './conversation.ts';
import { type Activity, isFromSavedReply, isOfWorkflow } from './measures.ts';

/** What a dimension may need to know of a question. */
interface Asked {
  readonly accountKey: number;
  readonly activity: Activity;
  /** The clock of the question's zone. */
  readonly clock: Clock;
}

/** By what something is counted: under which key and label a conversation `c`, or its thread `t`, is. */
export interface Dimension {
  /** A number; 0 where it is not said. */
  readonly key?: Prisma.Sql;
  /** A text beside the key, which is null where it is not said. */
  readonly label?: Prisma.Sql;
  /** The condition under which there is a key; what has none is not counted. */
  readonly condition?: Prisma.Sql;
  /** What has to be joined for the key and the label. */
  readonly joins?: (asked: Asked) => Prisma.Sql;
  /** What can be counted by it; where it is not said, everything. */
  readonly of?: readonly Activity[];
  /** Whether its keys are parts of the account, so that what is counted of each of these is all it takes. */
  readonly isOfParts?: boolean;
  /** Whether it depends on the clock of the question's zone. */
  readonly isOnClock?: boolean;
}

/** What has a key, by it. */
const having = (key: Prisma.Sql) => ({ key, condition: Prisma.sql`${key} is not null` });

const byTag = { joins: () => Prisma.sql`cross join lateral ${tagsOfConversation}` };
const ofThreads = { of: ['threads', 'events'] } as const;

/** All that conversations and their threads are counted by. */
export const dimensions = {
  /** All together: there may be keys, whatever they are; counts are added up. */
  nothing: {},
  type: { label: Prisma.sql`c.type::text` },
  /** The key is the place of the present status among `statuses`, from 1. */
  channel: {
    key: Prisma.sql`array_position(${statuses}::conversation_status[], c.status)`,
    label: Prisma.sql`c.channel`,
  },
  /** By present status; the key is 1 where somebody is assigned, else 0. */
  status: { key: Prisma.sql`(c.assignee_key is not null)::int`, label: Prisma.sql`c.status::text` },
  mailbox: { key: Prisma.sql`c.mailbox_key`, isOfParts: true },
  assignee: having(Prisma.sql`c.assignee_key`),
  /** The key 0 is that of nobody. */
  assigneeOrNobody: { key: Prisma.sql`coalesce(c.assignee_key, 0)` },
  team: having(Prisma.sql`c.team_key`),
  /** The key 0 is the lack of any. */
  tag: { key: Prisma.sql`tag.key`, ...byTag },
  /** The key is 1 where there is a tag, else 0. */
  tagged: { key: Prisma.sql`(c.tag_keys <> '{}')::int` },
  /**
   * By the fields of the conversation's mailbox that it has a value for; the label is the option's id if the field is a dropdown.
   * `offset 0` holds the planner to looking values up conversation by conversation: it would read them all.
   */
  answer: {
    key: Prisma.sql`v.field_key`,
    label: Prisma.sql`case when f.field_type = 'dropdown' then v.value end`,
    joins: ({ accountKey }) => Prisma.sql`
    cross join lateral (
      select v.* from field_values v where v.account_key = ${accountKey} and v.conversation_key = c.key offset 0
    ) v
    join custom_fields f on f.account_key = ${accountKey} and f.key = v.field_key and f.mailbox_key = c.mailbox_key`,
  },
  /** By how conversations stand, which the key says. */
  standing: { key: standing },
  /** The same, and by what the label says as text; 0 is the lack of a tag or a team. */
  standingOfTag: { key: standing, label: Prisma.sql`tag.key::text`, ...byTag },
  standingOfMailbox: { key: standing, label: Prisma.sql`c.mailbox_key::text` },
  standingOfType: { key: standing, label: Prisma.sql`upper(c.type::text)` },
  standingOfTeam: { key: standing, label: Prisma.sql`coalesce(c.team_key, 0)::text` },
  /** By who wrote a thread. */
  author: { ...having(Prisma.sql`t.user_key`), ...ofThreads },
  savedReply: { key: Prisma.sql`t.saved_reply_key`, condition: isFromSavedReply, ...ofThreads },
  workflow: { key: Prisma.sql`t.workflow_key`, condition: isOfWorkflow, ...ofThreads },
  /** By weekday (Monday is 1) and hour: the key is 24 times the one plus the other. */
  hour: {
    key: Prisma.sql`(extract(isodow from clock.time) * 24 + extract(hour from clock.time))::int`,
    joins: ({ activity, clock }) => Prisma.sql`
        cross join lateral ${timeOnClock(activity === 'created' ? Prisma.sql`c.created_at` : Prisma.sql`t.happened_at`, clock)}`,
    of: ['created', 'threads', 'events'],
    isOnClock: true,
  },
} as const satisfies Record<string, Dimension>;
