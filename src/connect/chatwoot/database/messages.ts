import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { id, name } from '../answers.ts';
import type { SourceMessage } from '../source.ts';
import { wordOf } from './conversations.ts';

const senderKinds = new Map<unknown, NonNullable<SourceMessage['sender']>['kind']>([
  ['User', 'user'],
  ['Contact', 'contact'],
  ['AgentBot', 'agent_bot'],
  ['Captain::Assistant', 'captain_assistant'],
]);

const contentTypes = [
  ...(['text', 'input_text', 'input_textarea', 'input_email', 'input_select', 'cards', 'form'] as const),
  ...(['article', 'incoming_email', 'input_csat', 'integrations', 'sticker', 'voice_call'] as const),
];

const digits = z.transform((value: unknown) =>
  typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : null,
);

/** A row of `selectMessages` as what both ways read. */
const messageRow = z
  .object({
    id,
    kind: wordOf(['incoming', 'outgoing', 'activity', 'template']),
    private: z.boolean(),
    contentType: wordOf(contentTypes),
    createdAt: z.number(),
    senderKind: z.transform((value: unknown) => senderKinds.get(value)),
    senderId: z.int().nullable(),
    senderName: name,
    sourceId: z.string().nullable(),
    automationRuleId: digits,
    externalEcho: z.string().nullable(),
    statusMarker: z.string().nullable(),
    campaignId: digits,
    campaignName: name,
  })
  .transform((row): SourceMessage => {
    const { senderKind, senderId, campaignId } = row;
    return {
      id: row.id,
      kind: row.kind,
      private: row.private,
      contentType: row.contentType,
      createdAt: Math.floor(row.createdAt),
      sourceId: row.sourceId,
      automationRuleId: row.automationRuleId,
      statusMarker: row.statusMarker,
      sender:
        senderKind === undefined || senderId === null
          ? null
          : { id: senderId, name: row.senderName, kind: senderKind },
      externalEcho: row.externalEcho === 'true',
      campaign: campaignId === null ? null : { id: campaignId, name: row.campaignName },
    };
  });

/** The messages of one conversation. */
export const messageRows = z.array(messageRow);

/** What the database of one Chatwoot lacks or cannot read. */
export interface MessageOptions {
  readonly hasCaptain: boolean;
  /** Some message has attributes that are no JSON: they are read as they stand. */
  readonly isRaw: boolean;
}

/**
 * Messages in their order, without their texts. Chatwoot stores JSON inside a JSON string there; older and foreign rows have the
 * object itself. A sender whose row is gone is none. Contacts are looked up one by one: a join would read all of them for each page.
 */
export const selectMessages = (
  ids: readonly number[],
  { hasCaptain, isRaw }: MessageOptions,
): Prisma.Sql => Prisma.sql`
  select m.conversation_id as "conversationId", m.id, m.message_type as kind, m.private, m.content_type as "contentType",
    date_part('epoch', m.created_at) as "createdAt", m.sender_type as "senderKind",
    coalesce(u.id, b.id, a.id, ${hasCaptain ? Prisma.sql`s.id` : assistantId}) as "senderId",
    coalesce(u.name, b.name, a.name${hasCaptain ? Prisma.sql`, s.name` : Prisma.empty}) as "senderName",
    m.source_id as "sourceId", ${isRaw ? rawAttributes : attributes}
    m.additional_attributes ->> 'campaign_id' as "campaignId", g.title as "campaignName"
  from messages m
  ${isRaw ? Prisma.empty : unwrapped}
  left join users u on m.sender_type = 'User' and u.id = m.sender_id
  left join lateral (
    select c.id, c.name from contacts c where m.sender_type = 'Contact' and c.id = m.sender_id limit 1
  ) b on true
  left join agent_bots a on m.sender_type = 'AgentBot' and a.id = m.sender_id
  ${hasCaptain ? assistants : Prisma.empty}
  left join campaigns g on g.id::text = m.additional_attributes ->> 'campaign_id'
  where m.conversation_id = any(${ids}::int[])
  order by m.conversation_id, m.created_at, m.id`;

const assistants = Prisma.sql`
  left join captain_assistants s on m.sender_type = 'Captain::Assistant' and s.id = m.sender_id`;
const assistantId = Prisma.sql`case when m.sender_type = 'Captain::Assistant' then m.sender_id end`;

const attributes = Prisma.sql`x.attrs ->> 'automation_rule_id' as "automationRuleId",
    x.attrs ->> 'external_echo' as "externalEcho", x.attrs -> 'activity' ->> 'status' as "statusMarker",`;
const rawAttributes = Prisma.sql`m.content_attributes::text as attributes,`;

const unwrapped = Prisma.sql`
  cross join lateral (
    select case json_typeof(m.content_attributes)
      when 'string' then (m.content_attributes #>> '{}')::jsonb
      when 'object' then m.content_attributes::jsonb
      else '{}'::jsonb
    end as attrs
  ) x`;

const broken = { automationRuleId: null, externalEcho: null, statusMarker: null };

const attributesRead = z.object({
  automation_rule_id: z.unknown(),
  external_echo: z.unknown(),
  activity: z.object({ status: z.unknown() }).catch({ status: null }),
});

type Row = { readonly [column: string]: unknown };

/** A row whose attributes were read as they stand, as the database itself unwraps others; `isBroken` where they are no JSON. */
export function unwrap({ attributes: text, ...row }: Row): Row {
  try {
    const outer: unknown = typeof text === 'string' ? JSON.parse(text) : {};
    const parsed = attributesRead.safeParse(typeof outer === 'string' ? JSON.parse(outer) : outer);
    if (!parsed.success) return { ...row, ...broken, isBroken: false };
    const { automation_rule_id: rule, external_echo: echo, activity } = parsed.data;
    return {
      ...row,
      automationRuleId: textOf(rule),
      externalEcho: textOf(echo),
      statusMarker: textOf(activity.status),
      isBroken: false,
    };
  } catch {
    return { ...row, ...broken, isBroken: true };
  }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
