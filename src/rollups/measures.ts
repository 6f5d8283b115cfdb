import { ConversationStatus, Prisma } from '../database/generated/client.ts';
import { formatInstant } from '../period/instant.ts';
import type { Stretch } from '../period/offsets.ts';

/** The condition under which reports count a conversation `c` at all. */
export const isCounted = Prisma.sql`c.status <> 'spam' and not c.deleted`;

/** What becomes stale, and is counted anew, together. */
export type Subject = 'conversations' | 'customers';

/**
 * One kind of count, ahead of time or over stored rows: both are made of these fragments, so that they cannot differ.
 * They say under which key and label a conversation `c`, or its thread `t`, is counted; neither is null but a label that
 * the measure has no use for.
 */
export interface Measure {
  readonly name: string;
  /** What is counted: conversations created, or touched (created or with a thread of any kind), or threads. */
  readonly activity: 'created' | 'touched' | 'threads';
  readonly key: Prisma.Sql;
  readonly label: Prisma.Sql;
  /** The zone that the key depends on: only rollups of an account in this zone count by it. Null: it depends on none. */
  readonly timeZone: string | null;
  /** Which of them count. */
  readonly condition: Prisma.Sql;
  /** What has to be joined for the key and the label. */
  readonly joins: (accountKey: number) => Prisma.Sql;
  /** Whether it is counted ahead of time of the whole account alone, and of none of its parts. */
  readonly isOfWhole: boolean;
  /** The measure whose counts in each mailbox answer it, where its key is the mailbox, which is a part of the account; else null. */
  readonly byMailboxOf: Measure | null;
}

function measure(
  name: string,
  activity: Measure['activity'],
  key: Prisma.Sql,
  {
    label = Prisma.sql`null::text`,
    timeZone = null,
    condition = Prisma.sql`true`,
    joins = () => Prisma.empty,
    isOfWhole = false,
    byMailboxOf = null,
  }: Partial<Measure> = {},
): Measure {
  return { name, activity, key, label, timeZone, condition, joins, isOfWhole, byMailboxOf };
}

/** The keys of the tags of a conversation `c`, as a table `tag (key)`; 0 is the lack of any. */
export const tagsOfConversation = Prisma.sql`
    unnest(case when c.tag_keys = '{}' then '{0}' else c.tag_keys end) as tag (key)`;

const byTag: Pick<Measure, 'joins'> = { joins: () => Prisma.sql`cross join lateral ${tagsOfConversation}` };

const byAssignee: Pick<Measure, 'condition' | 'isOfWhole'> = {
  condition: Prisma.sql`c.assignee_key is not null`,
  isOfWhole: true,
};

const byTeam: Pick<Measure, 'condition' | 'isOfWhole'> = {
  condition: Prisma.sql`c.team_key is not null`,
  isOfWhole: true,
};

/** Conversations created, by type. */
export const createdByType = measure('createdByType', 'created', Prisma.sql`0`, {
  label: Prisma.sql`c.type::text`,
});

/** All states; `enum_range` would look them up for each row. */
export const statuses = Object.values(ConversationStatus);

/** Conversations created, by channel; the key is the place of their present status among `statuses`, from 1. */
export const createdByChannel = measure(
  'createdByChannel',
  'created',
  Prisma.sql`array_position(${statuses}::conversation_status[], c.status)`,
  { label: Prisma.sql`c.channel` },
);

/** Conversations created, by present status; the key is 1 where somebody is assigned, else 0. */
export const createdByStatus = measure(
  'createdByStatus',
  'created',
  Prisma.sql`(c.assignee_key is not null)::int`,
  { label: Prisma.sql`c.status::text` },
);

/** Conversations created, by mailbox. */
export const createdByMailbox = measure('createdByMailbox', 'created', Prisma.sql`c.mailbox_key`, {
  byMailboxOf: createdByType,
});

/** Conversations created, by tag; 0 is the lack of any. */
export const createdByTag = measure('createdByTag', 'created', Prisma.sql`tag.key`, {
  ...byTag,
  isOfWhole: true,
});

/** Conversations created that somebody is assigned, by who is. */
export const createdByAssignee = measure(
  'createdByAssignee',
  'created',
  Prisma.sql`c.assignee_key`,
  byAssignee,
);

/** Conversations created that a team is assigned, by team. */
export const createdByTeam = measure('createdByTeam', 'created', Prisma.sql`c.team_key`, byTeam);

/** The key of touched conversations that carry a tag. */
export const withTags = 1;

/** Conversations touched; the key is 0 where they carry no tag. */
export const touchedConversations = measure('touched', 'touched', Prisma.sql`(c.tag_keys <> '{}')::int`);

/** Conversations touched, by mailbox. */
export const touchedByMailbox = measure('touchedByMailbox', 'touched', Prisma.sql`c.mailbox_key`, {
  byMailboxOf: touchedConversations,
});

/** Conversations touched, by tag; 0 is the lack of any. */
export const touchedByTag = measure('touchedByTag', 'touched', Prisma.sql`tag.key`, byTag);

/** Conversations touched that somebody is assigned, by who is. */
export const touchedByAssignee = measure(
  'touchedByAssignee',
  'touched',
  Prisma.sql`c.assignee_key`,
  byAssignee,
);

/** Conversations touched that a team is assigned, by team. */
export const touchedByTeam = measure('touchedByTeam', 'touched', Prisma.sql`c.team_key`, byTeam);

/**
 * Conversations touched that have a value for a custom field of their mailbox, by field; the label is the option's id if it is
 * a dropdown. `offset 0` holds the planner to looking values up conversation by conversation: it would read them all.
 */
export const touchedByAnswer = measure('touchedByAnswer', 'touched', Prisma.sql`v.field_key`, {
  label: Prisma.sql`case when f.field_type = 'dropdown' then v.value end`,
  joins: (accountKey) => Prisma.sql`
    cross join lateral (
      select v.* from field_values v where v.account_key = ${accountKey} and v.conversation_key = c.key offset 0
    ) v
    join custom_fields f on f.account_key = ${accountKey} and f.key = v.field_key and f.mailbox_key = c.mailbox_key`,
});

/** Replies made from a saved reply, by saved reply. */
export const savedReplyUses = measure('savedReplyUses', 'threads', Prisma.sql`t.saved_reply_key`, {
  condition: Prisma.sql`t.kind = 'reply' and t.saved_reply_key is not null`,
});

/** Runs of workflows, by workflow. */
export const workflowRuns = measure('workflowRuns', 'threads', Prisma.sql`t.workflow_key`, {
  condition: Prisma.sql`t.workflow_key is not null`,
});

/**
 * When a conversation `c` was created on the wall clock of a zone, as a table `clock (time)`. The clock is given by its offsets from
 * UTC instead of the zone: PostgreSQL takes some zones, such as CET, for abbreviations without summer time, and may know other
 * rules. The first stretch holds for all before the second as well.
 */
export function creationClock(stretches: readonly Stretch[]): Prisma.Sql {
  const offsets = stretches.map(({ offsetSeconds }) => offsetSeconds);
  const changes = stretches.slice(1).map(({ start }) => formatInstant(start));
  const offset = Prisma.sql`(${offsets}::int[])[width_bucket(c.created_at, ${changes}::timestamptz[]) + 1]`;
  return Prisma.sql`(
          select c.created_at at time zone 'UTC' + make_interval(secs => ${offset}) as time
        ) clock`;
}

/** Conversations created, by weekday (Monday is 1) and hour: the key is 24 times the weekday plus the hour. */
export function createdByHour(timeZone: string, stretches: readonly Stretch[]): Measure {
  return measure(
    'createdByHour',
    'created',
    Prisma.sql`(extract(isodow from clock.time) * 24 + extract(hour from clock.time))::int`,
    {
      timeZone,
      joins: () => Prisma.sql`
        cross join lateral ${creationClock(stretches)}`,
    },
  );
}

const conversationMeasuresOfAnyZone: readonly Measure[] = [
  createdByType,
  createdByChannel,
  createdByStatus,
  createdByTag,
  createdByAssignee,
  createdByTeam,
  touchedConversations,
  touchedByTag,
  touchedByAssignee,
  touchedByTeam,
  touchedByAnswer,
  savedReplyUses,
  workflowRuns,
];

/** What is counted ahead of time of conversations and their threads, with the hours of a zone's clock. */
export function conversationMeasures(timeZone: string, stretches: readonly Stretch[]): Measure[] {
  return [...conversationMeasuresOfAnyZone, createdByHour(timeZone, stretches)];
}

/** Stands for the day before where there is none: before any other. */
export const noDay = Prisma.sql`(-2147483648)`;
