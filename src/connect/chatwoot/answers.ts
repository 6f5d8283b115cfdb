import { z } from 'zod';
import { priorityWords, statusWords } from './source.ts';

// Fields that no schema names are dropped at once: answers to an administrator hold passwords.

export const id = z.int().min(1).max(2_147_483_647);
const seconds = z.number().min(0).transform(Math.floor);

/** A message has several of them: one function is faster than schemas one within the other. */
export const name = z.transform((value: unknown, { addIssue }): string | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value.trim() || null;
  addIssue('expected string');
  return z.NEVER;
});
const named = z.object({ id, name });
const object = z.record(z.string(), z.unknown()).nullish();

const contact = named.extend({ blocked: z.boolean().nullish() });
const assignee = named.nullish();

export const contactAnswer = z.object({ payload: contact });

/** A conversation of the list, of the filter and by its id. */
export const conversationAnswer = z.object({
  id,
  inbox_id: id,
  status: z.enum(statusWords),
  created_at: seconds.optional(),
  updated_at: z.number().optional(),
  first_reply_created_at: seconds.nullish(),
  priority: z.enum(priorityWords).nullish(),
  labels: z.array(z.string()).nullish(),
  custom_attributes: object,
  additional_attributes: z.object({ mail_subject: z.string().nullish() }).nullish(),
  messages: z.array(z.object({ id: z.int() })).nullish(),
  meta: z.object({
    sender: contact.nullish(),
    channel: z.string().nullish(),
    assignee,
    assignee_type: z.string().nullish(),
    team: named.nullish(),
  }),
});

/** One page of conversations; each is parsed by itself, so that one of an unknown kind stops no other. */
export const conversationsAnswer = z.object({
  data: z.object({ meta: z.object({ all_count: z.int() }), payload: z.array(z.unknown()) }),
});

export const filterAnswer = z.object({
  meta: z.object({ all_count: z.int() }),
  payload: z.array(z.unknown()),
});

export const countAnswer = z.object({ meta: z.object({ all_count: z.int() }) });

const sender = named.extend({ type: z.string().nullish() });

/** A message of the index, and in push form. */
export const messageAnswer = z.object({
  id: z.int().min(1),
  message_type: z.int(),
  content_type: z.string().nullish(),
  private: z.boolean().nullish(),
  created_at: seconds,
  source_id: z.string().nullish(),
  sender: sender.nullish(),
  content_attributes: z
    .object({
      automation_rule_id: z.union([z.int(), z.string()]).nullish(),
      external_echo: z.unknown().optional(),
      activity: z.object({ status: z.string().nullish() }).nullish().catch(null),
    })
    .nullish(),
});

export const messagesAnswer = z.object({ payload: z.array(messageAnswer) });

export const eventsAnswer = z.array(
  z.object({ id: z.int(), name: z.string(), event_end_time: z.iso.datetime({ offset: true }).nullish() }),
);

export const ratingsAnswer = z.array(
  z.object({
    id,
    conversation_id: id,
    created_at: seconds,
    rating: z.int().min(1).max(5),
    feedback_message: z.string().nullish(),
    assigned_agent: named.nullish(),
  }),
);

export const versionAnswer = z.object({ version: z.string() });

export const profileAnswer = z.object({
  accounts: z.array(z.object({ id: z.int(), role: z.string().nullish(), status: z.string().nullish() })),
});

export const accountAnswer = z.object({
  name: z.string(),
  settings: z.object({ reporting_timezone: z.string().nullish() }).nullish(),
  custom_attributes: z.object({ timezone: z.string().nullish() }).nullish(),
});

const workingDay = z.object({
  day_of_week: z.int().min(0).max(6),
  closed_all_day: z.boolean().nullish(),
  open_all_day: z.boolean().nullish(),
  open_hour: z.int().nullish(),
  open_minutes: z.int().nullish(),
  close_hour: z.int().nullish(),
  close_minutes: z.int().nullish(),
});

export const inboxesAnswer = z.object({
  payload: z.array(
    z.object({
      id,
      name,
      channel_type: z.string().nullish(),
      working_hours_enabled: z.boolean().nullish(),
      timezone: z.string().nullish(),
      working_hours: z.array(workingDay).nullish(),
    }),
  ),
});

export const agentsAnswer = z.array(named);
export const teamsAnswer = z.array(named);
export const labelsAnswer = z.object({ payload: z.array(z.object({ title: z.string() })) });
export const rulesAnswer = z.object({ payload: z.array(named) });

export const definitionsAnswer = z.array(
  z.object({
    id,
    attribute_key: z.string(),
    attribute_display_name: name,
    attribute_display_type: z.enum([
      'text',
      'number',
      'currency',
      'percent',
      'link',
      'date',
      'list',
      'checkbox',
    ]),
    attribute_values: z.array(z.string()).nullish(),
  }),
);

const webhook = z.object({ id, url: z.string(), secret: z.string().min(1).nullish() });

export const webhooksAnswer = z.object({ payload: z.object({ webhooks: z.array(webhook) }) });
export const webhookAnswer = z.object({ payload: z.object({ webhook }) });

/** Statuses by channel for one period; a channel that is null has the empty name. */
export const summaryAnswer = z.record(
  z.string(),
  z.object({ open: z.int(), resolved: z.int(), pending: z.int(), snoozed: z.int(), total: z.int() }),
);
