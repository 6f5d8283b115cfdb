import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { shaped } from '../../requests/shape.ts';
import { id, name } from '../answers.ts';
import type { AttributeType, SourceLists, WorkingDay } from '../source.ts';
import type { Ask } from './reader.ts';

const named = z.object({ id, name });

/** By their numbers in Chatwoot. */
const attributeTypes: readonly AttributeType[] = [
  ...(['text', 'number', 'currency', 'percent'] as const),
  ...(['link', 'date', 'list', 'checkbox'] as const),
];

const accountRow = z.object({
  name: z.string(),
  reportingZone: z.string().nullable(),
  zone: z.string().nullable(),
});

const inboxRow = named.extend({
  channel: z.string().nullable(),
  hasWorkingHours: z.boolean().nullable(),
  timeZone: z.string().nullable(),
});

const dayRow = z.object({
  inboxId: z.int(),
  day: z.int().min(0).max(6),
  closed: z.boolean().nullable(),
  allDay: z.boolean().nullable(),
  openHour: z.int().nullable(),
  openMinutes: z.int().nullable(),
  closeHour: z.int().nullable(),
  closeMinutes: z.int().nullable(),
});

const definitionRow = z.object({
  id,
  key: z.string(),
  name,
  type: z
    .int()
    .min(0)
    .max(attributeTypes.length - 1),
  values: z.array(z.string()).nullable(),
});

/** What is small enough to be read whole; undefined where the database has no such account. */
export async function readLists(ask: Ask, account: number): Promise<SourceLists | undefined> {
  const rowsOf = async <Row extends z.ZodType>(row: Row, statement: Prisma.Sql): Promise<z.output<Row>[]> =>
    shaped(z.array(row), await ask(statement));
  const namesOf = (table: Prisma.Sql) =>
    rowsOf(named, Prisma.sql`select id, name from ${table} where account_id = ${account} order by id`);
  const [found] = await rowsOf(accountRow, selectAccount(account));
  if (!found) return undefined;
  const days = await rowsOf(dayRow, selectDays(account));
  const inboxes = await rowsOf(inboxRow, selectInboxes(account));
  const labels = await rowsOf(z.object({ title: z.string() }), selectLabels(account));
  const definitions = await rowsOf(definitionRow, selectDefinitions(account));
  return {
    account: {
      name: found.name,
      timeZones: [found.reportingZone, found.zone].filter((zone) => zone !== null),
    },
    inboxes: inboxes.map((inbox) => ({
      ...inbox,
      name: inbox.name ?? `Inbox ${inbox.id}`,
      hasWorkingHours: inbox.hasWorkingHours ?? false,
      workingHours: days.filter(({ inboxId }) => inboxId === inbox.id).map(workingDayOf),
    })),
    agents: await rowsOf(named, selectAgents(account)),
    teams: await namesOf(Prisma.sql`teams`),
    labels: labels.map(({ title }) => title),
    rules: await namesOf(Prisma.sql`automation_rules`),
    definitions: definitions.map(({ type, values, ...definition }) => ({
      ...definition,
      name: definition.name ?? definition.key,
      type: attributeTypes[type] ?? 'text',
      values: values ?? [],
    })),
  };
}

function workingDayOf({ inboxId: _, ...day }: z.output<typeof dayRow>): WorkingDay {
  return { ...day, closed: day.closed ?? false, allDay: day.allDay ?? false };
}

const selectAccount = (account: number): Prisma.Sql => Prisma.sql`
  select name, settings ->> 'reporting_timezone' as "reportingZone", custom_attributes ->> 'timezone' as zone
  from accounts where id = ${account}`;

const selectInboxes = (account: number): Prisma.Sql => Prisma.sql`
  select id, name, channel_type as channel, working_hours_enabled as "hasWorkingHours", timezone as "timeZone"
  from inboxes where account_id = ${account} order by id`;

const selectDays = (account: number): Prisma.Sql => Prisma.sql`
  select inbox_id as "inboxId", day_of_week as day, closed_all_day as closed, open_all_day as "allDay",
    open_hour as "openHour", open_minutes as "openMinutes", close_hour as "closeHour", close_minutes as "closeMinutes"
  from working_hours where account_id = ${account}`;

const selectAgents = (account: number): Prisma.Sql => Prisma.sql`
  select u.id, u.name from account_users m join users u on u.id = m.user_id
  where m.account_id = ${account} order by u.id`;

const selectLabels = (account: number): Prisma.Sql => Prisma.sql`
  select title from labels where account_id = ${account} and title is not null order by title`;

const selectDefinitions = (account: number): Prisma.Sql => Prisma.sql`
  select id, attribute_key as key, attribute_display_name as name, coalesce(attribute_display_type, 0) as type,
    case when jsonb_typeof(attribute_values) = 'array' then attribute_values end as values
  from custom_attribute_definitions
  where account_id = ${account} and coalesce(attribute_model, 0) = 0 and attribute_key is not null
  order by id`;
