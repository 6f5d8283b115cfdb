import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { AccessError } from '../../requests/errors.ts';
import { shaped } from '../../requests/shape.ts';
import type { Ask } from './reader.ts';

/** What is read, by table. A Chatwoot without Captain has no `captain_assistants`. */
const columnsRead: { readonly [table: string]: readonly string[] } = {
  accounts: ['id', 'name', 'settings', 'custom_attributes'],
  account_users: ['account_id', 'user_id'],
  users: ['id', 'name'],
  agent_bots: ['id', 'name'],
  automation_rules: ['id', 'name', 'account_id'],
  teams: ['id', 'name', 'account_id'],
  campaigns: ['id', 'title'],
  labels: ['id', 'title', 'account_id'],
  inboxes: ['id', 'account_id', 'name', 'channel_type', 'working_hours_enabled', 'timezone'],
  working_hours: [
    ...['inbox_id', 'account_id', 'day_of_week', 'closed_all_day', 'open_all_day'],
    ...['open_hour', 'open_minutes', 'close_hour', 'close_minutes'],
  ],
  tags: ['id', 'name'],
  taggings: ['tag_id', 'taggable_id', 'taggable_type', 'context'],
  custom_attribute_definitions: [
    ...['id', 'account_id', 'attribute_display_name', 'attribute_key'],
    ...['attribute_display_type', 'attribute_model', 'attribute_values'],
  ],
  contacts: ['id', 'name', 'blocked'],
  conversations: [
    ...[
      'id',
      'display_id',
      'account_id',
      'inbox_id',
      'status',
      'assignee_id',
      'team_id',
      'contact_id',
      'priority',
    ],
    ...['created_at', 'updated_at', 'first_reply_created_at', 'custom_attributes', 'additional_attributes'],
  ],
  messages: [
    ...['id', 'account_id', 'conversation_id', 'message_type', 'private', 'content_type', 'sender_type'],
    ...['sender_id', 'content_attributes', 'additional_attributes', 'source_id', 'created_at'],
  ],
  reporting_events: ['id', 'account_id', 'conversation_id', 'name', 'event_end_time', 'created_at'],
  csat_survey_responses: [
    ...['id', 'account_id', 'conversation_id', 'rating', 'feedback_message', 'assigned_agent_id'],
    ...['created_at', 'updated_at'],
  ],
};

const columnRow = z.object({ column: z.string(), isThere: z.boolean() });

/** Throws an `AccessError` that names each column that this database lacks or the role may not read. */
export async function assertColumns(ask: Ask): Promise<void> {
  const wanted = Object.entries(columnsRead).flatMap(([table, columns]) =>
    columns.map((column) => [table, column]),
  );
  const lacking = shaped(
    z.array(columnRow),
    await ask(Prisma.sql`
      select n.table_name || '.' || n.column_name as column, a.attnum is not null as "isThere"
      from unnest(${wanted.map(([table]) => table)}::text[], ${wanted.map(([, column]) => column)}::text[])
        as n (table_name, column_name)
      left join pg_attribute a on a.attrelid = to_regclass(quote_ident(n.table_name))
        and a.attname = n.column_name and a.attnum > 0 and not a.attisdropped
      where a.attnum is null or not has_column_privilege(a.attrelid, a.attnum, 'select')
      order by 1`),
  );
  const absent = lacking.filter(({ isThere }) => !isThere);
  if (absent.length > 0)
    throw new AccessError(
      `this is no database of a Chatwoot that can be read: it lacks ${listed(absent)}; name Chatwoot's own database, and upgrade a Chatwoot before 4`,
    );
  if (lacking.length > 0)
    throw new AccessError(`the role may not read ${listed(lacking)}: grant it what the README lists`);
}

function listed(columns: readonly { column: string }[]): string {
  return columns.map(({ column }) => column).join(', ');
}

const roleRow = z.object({ mayWrite: z.boolean(), mayReadTexts: z.boolean() });

/** What the role may do that copying does not need. */
export async function roleNotices(ask: Ask): Promise<string[]> {
  const [role] = shaped(
    z.array(roleRow),
    await ask(Prisma.sql`
      select
        exists (
          select from unnest(${Object.keys(columnsRead)}::text[]) as n (name)
          where has_any_column_privilege(to_regclass(quote_ident(n.name)), 'insert, update')
            or has_table_privilege(to_regclass(quote_ident(n.name)), 'delete, truncate')
        ) as "mayWrite",
        exists (
          select from pg_attribute a
          where a.attrelid = to_regclass('messages') and a.attname = 'content' and not a.attisdropped
            and has_column_privilege(a.attrelid, a.attnum, 'select')
        ) as "mayReadTexts"`),
  );
  return [
    ...(role?.mayWrite
      ? ["the role may write into Chatwoot's tables: use one that only reads, as the README has it"]
      : []),
    ...(role?.mayReadTexts
      ? ['the role may read the texts of messages, which are not needed: see the README']
      : []),
  ];
}

/** Whether this Chatwoot has Captain, whose assistants have names. */
export async function hasCaptain(ask: Ask): Promise<boolean> {
  const [row] = shaped(
    z.array(z.object({ there: z.boolean() })),
    await ask(Prisma.sql`
      select coalesce(has_column_privilege(to_regclass('captain_assistants'), 'name', 'select'), false) as there`),
  );
  return row?.there ?? false;
}
