import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { id, name } from '../answers.ts';
import { priorityWords, type SourceConversation, statusWords } from '../source.ts';

/** Rails stores a word as its place among all of its kind. */
export function wordOf<Word extends string>(words: readonly Word[]) {
  return z.transform((value: unknown, { addIssue }): Word => {
    const word = typeof value === 'number' ? words[value] : undefined;
    if (word === undefined) addIssue(`expected one of ${words.map((_, index) => index).join(', ')}`);
    return word ?? z.NEVER;
  });
}

const wholeSeconds = z.number().transform(Math.floor);

/** A row of `selectConversations`, as what both ways read; its labels come from elsewhere. */
export const conversationRow = z
  .object({
    sourceId: id,
    id,
    inboxId: id,
    inboxGone: z.boolean(),
    channel: z.string().nullable(),
    status: wordOf(statusWords),
    createdAt: wholeSeconds,
    updatedAt: z.number(),
    firstReplyAt: wholeSeconds.nullable(),
    assigneeId: id.nullable(),
    assigneeName: name,
    teamId: id.nullable(),
    teamName: name,
    contactId: id.nullable(),
    contactName: name,
    contactBlocked: z.boolean().nullable(),
    priority: wordOf(priorityWords).nullable(),
    // Anything but an object holds no attribute.
    customAttributes: z.record(z.string(), z.unknown()).catch({}),
    subject: z.string().nullable(),
  })
  .transform(
    ({
      sourceId,
      updatedAt,
      assigneeId,
      assigneeName,
      teamId,
      teamName,
      contactId,
      contactName,
      contactBlocked,
      ...rest
    }) => ({
      sourceId,
      updatedAt,
      conversation: {
        ...rest,
        assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName },
        team: teamId === null ? null : { id: teamId, name: teamName },
        contact:
          contactId === null ? null : { id: contactId, name: contactName, blocked: contactBlocked ?? false },
      } satisfies Omit<SourceConversation, 'labels'>,
    }),
  );

/** Conversations of an account, and `more` of each. Who is no member any more is no assignee, and what is gone is nobody's team, contact or inbox. */
export const selectConversations = (
  account: number,
  which: Prisma.Sql,
  more = Prisma.empty,
): Prisma.Sql => Prisma.sql`
  select c.id as "sourceId", c.display_id as id, c.inbox_id as "inboxId", i.id is null as "inboxGone",
    i.channel_type as channel, c.status, date_part('epoch', c.created_at) as "createdAt",
    date_part('epoch', c.updated_at) as "updatedAt", date_part('epoch', c.first_reply_created_at) as "firstReplyAt",
    au.user_id as "assigneeId", u.name as "assigneeName", tm.id as "teamId", tm.name as "teamName",
    ct.id as "contactId", ct.name as "contactName", ct.blocked as "contactBlocked", c.priority,
    c.custom_attributes as "customAttributes", nullif(c.additional_attributes ->> 'mail_subject', '') as subject${more}
  from conversations c
  left join inboxes i on i.id = c.inbox_id
  left join contacts ct on ct.id = c.contact_id
  left join teams tm on tm.id = c.team_id
  left join account_users au on au.account_id = c.account_id and au.user_id = c.assignee_id
  left join users u on u.id = au.user_id
  where c.account_id = ${account} and ${which}`;

export const selectLabels = (ids: readonly number[]): Prisma.Sql => Prisma.sql`
  select tg.taggable_id as "conversationId", t.name as title
  from taggings tg join tags t on t.id = tg.tag_id
  where tg.taggable_type = 'Conversation' and tg.context = 'labels' and tg.taggable_id = any(${ids}::int[])
    and t.name is not null
  order by tg.taggable_id, t.name`;

/** An instant as Chatwoot's columns have it: in UTC, which they do not say. */
export function instant(seconds: number): Prisma.Sql {
  return Prisma.sql`(to_timestamp(${seconds}::float8) at time zone 'UTC')`;
}

const eventStatuses = { conversation_resolved: 'closed', conversation_opened: 'open' } as const;

export const eventRows = z.array(
  z
    .object({ id: z.int(), name: z.enum(['conversation_resolved', 'conversation_opened']), at: wholeSeconds })
    .transform(({ id: eventId, name: event, at }) => ({ id: eventId, status: eventStatuses[event], at })),
);

export const selectEvents = (ids: readonly number[]): Prisma.Sql => Prisma.sql`
  select conversation_id as "conversationId", id, name, date_part('epoch', event_end_time) as at
  from reporting_events
  where name in ('conversation_resolved', 'conversation_opened') and conversation_id = any(${ids}::int[])
    and event_end_time is not null
  order by conversation_id, event_end_time, id`;

export const ratingRows = z.array(
  z
    .object({
      id,
      createdAt: wholeSeconds,
      rating: z.int().min(1).max(5),
      comment: z.string().nullable(),
      agentId: id.nullable(),
      agentName: name,
    })
    .transform(({ agentId, agentName, ...rest }) => ({
      ...rest,
      agent: agentId === null ? null : { id: agentId, name: agentName },
    })),
);

export const selectRatings = (ids: readonly number[]): Prisma.Sql => Prisma.sql`
  select r.conversation_id as "conversationId", r.id, date_part('epoch', r.created_at) as "createdAt", r.rating,
    nullif(r.feedback_message, '') as comment, u.id as "agentId", u.name as "agentName"
  from csat_survey_responses r
  left join users u on u.id = r.assigned_agent_id
  where r.conversation_id = any(${ids}::bigint[])
  order by r.conversation_id, r.id`;
