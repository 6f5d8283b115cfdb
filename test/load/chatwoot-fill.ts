import type pg from 'pg';

/** Fills Chatwoot's empty tables with an account of so many conversations of five messages, lines and notes included. */
export async function fillChatwoot(client: pg.Client, conversations: number): Promise<void> {
  for (const statement of statements)
    await client.query(statement.replaceAll('COUNT', String(conversations)));
}

const now = `timestamp '2024-01-01'`;
const stamps = `created_at, updated_at`;

const statements = [
  `insert into accounts (id, name, ${stamps}, settings, custom_attributes)
    values (1, 'Large', ${now}, ${now}, '{"reporting_timezone": "Europe/Paris"}', '{}')`,
  `insert into users (id, name, uid, email, encrypted_password, ${stamps})
    select n, 'Agent ' || n, n || '@example.com', n || '@example.com', 'CANARY', ${now}, ${now} from generate_series(1, 50) n`,
  `insert into account_users (account_id, user_id, role, ${stamps}) select 1, n, 0, ${now}, ${now} from generate_series(1, 45) n`,
  `insert into inboxes (id, channel_id, account_id, name, channel_type, ${stamps}, working_hours_enabled, timezone)
    select n, n, 1, 'Inbox ' || n, (array['Channel::WebWidget', 'Channel::Email', 'Channel::Whatsapp', 'Channel::Api'])[1 + n % 4],
      ${now}, ${now}, false, 'UTC'
    from generate_series(1, 8) n`,
  `insert into teams (id, name, account_id, ${stamps}) select n, 'team ' || n, 1, ${now}, ${now} from generate_series(1, 5) n`,
  `insert into labels (id, title, account_id, ${stamps}) select n, 'label' || n, 1, ${now}, ${now} from generate_series(1, 30) n`,
  `insert into tags (id, name) select n, 'label' || n from generate_series(1, 30) n`,
  `insert into automation_rules (id, name, account_id, event_name, ${stamps}) values (1, 'Greeting', 1, 'message_created', ${now}, ${now})`,
  `insert into custom_attribute_definitions
      (id, attribute_display_name, attribute_key, attribute_display_type, attribute_model, account_id, attribute_values, ${stamps})
    values (1, 'Tier', 'tier', 6, 0, 1, '["gold", "silver"]', ${now}, ${now})`,
  `insert into contacts (id, name, email, account_id, blocked, ${stamps})
    select n, 'Contact ' || n, n || '@example.com', 1, false, ${now}, ${now} from generate_series(1, COUNT * 4 / 5) n`,
  `insert into conversations (id, account_id, inbox_id, status, assignee_id, created_at, updated_at, contact_id, display_id, team_id,
      priority, custom_attributes, additional_attributes, first_reply_created_at)
    select n, 1, 1 + n % 8, case when n % 10 < 8 then 1 else n % 4 end, 1 + n % 50, at, at + interval '3 hours',
      1 + n % (COUNT * 4 / 5), n, case when n % 3 = 0 then 1 + n % 5 end, case when n % 7 = 0 then n % 4 end,
      case when n % 4 = 0 then '{"tier": "gold"}'::jsonb else '{}' end,
      case when n % 4 = 1 then jsonb_build_object('mail_subject', 'Question ' || n) else '{}' end, at + interval '9 minutes'
    from generate_series(1, COUNT) n, lateral (select timestamp '2022-01-01' + n * interval '2 years' / COUNT as at) t`,
  `insert into messages (id, content, account_id, inbox_id, conversation_id, message_type, private, created_at, updated_at, sender_type,
      sender_id, content_attributes)
    select c.id * 5 + k, repeat('CANARY text ', 20), 1, c.inbox_id, c.id, (array[0, 1, 1, 0, 2])[k + 1], k = 2,
      c.created_at + k * interval '9 minutes', c.created_at, (array['Contact', 'User', 'User', 'Contact', null])[k + 1],
      (array[c.contact_id, 1 + c.id % 50, 1 + c.id % 50, c.contact_id, null])[k + 1],
      to_json(case when k = 4 then '{"activity":{"type":"conversation_status_changed","status":"resolved"}}' else '{}' end)
    from conversations c, generate_series(0, 4) k`,
  `insert into reporting_events (name, value, account_id, inbox_id, user_id, conversation_id, ${stamps}, event_start_time, event_end_time)
    select 'conversation_resolved', 1, 1, inbox_id, 1, id, updated_at, updated_at, created_at, created_at + interval '40 minutes'
    from conversations where status = 1`,
  `insert into csat_survey_responses (account_id, conversation_id, message_id, rating, feedback_message, contact_id, assigned_agent_id, ${stamps})
    select 1, id, id * 5, 1 + id % 5, 'Thanks', contact_id, 1 + id % 50, updated_at, updated_at from conversations where id % 10 = 0`,
  `insert into taggings (tag_id, taggable_type, taggable_id, context, created_at)
    select 1 + id % 30, 'Conversation', id, 'labels', created_at from conversations where id % 2 = 0`,
  'analyze',
];
