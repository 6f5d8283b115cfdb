import { z } from 'zod';
import type {
  accountAnswer,
  contactAnswer,
  conversationAnswer,
  definitionsAnswer,
  eventsAnswer,
  inboxesAnswer,
  messageAnswer,
  ratingsAnswer,
} from './answers.ts';
import type {
  SourceConversation,
  SourceDefinition,
  SourceEvent,
  SourceInbox,
  SourceLists,
  SourceMessage,
  SourceRating,
} from './source.ts';

const messageKinds = ['incoming', 'outgoing', 'activity', 'template'] as const;
const senderKinds = z.enum(['user', 'contact', 'agent_bot', 'captain_assistant']);

/** A conversation that says neither when it was created nor when it was changed is none that REST gives. */
export function conversationOf(answer: z.output<typeof conversationAnswer>): SourceConversation {
  const { meta } = answer;
  if (answer.created_at === undefined) throw new Error(`conversation ${answer.id}: created_at is missing`);
  return {
    id: answer.id,
    inboxId: answer.inbox_id,
    inboxGone: false,
    channel: meta.channel ?? null,
    status: answer.status,
    createdAt: answer.created_at,
    firstReplyAt: answer.first_reply_created_at || null,
    assignee: meta.assignee_type === 'AgentBot' ? null : (meta.assignee ?? null),
    team: meta.team ?? null,
    contact: meta.sender ? contactOf(meta.sender) : null,
    priority: answer.priority ?? null,
    labels: answer.labels ?? [],
    customAttributes: answer.custom_attributes ?? {},
    subject: answer.additional_attributes?.mail_subject || null,
  };
}

export function contactOf({
  id,
  name,
  blocked,
}: z.output<typeof contactAnswer>['payload']): NonNullable<SourceConversation['contact']> {
  return { id, name, blocked: blocked ?? false };
}

/** A kind of message that nobody knows: its conversation is not stored. */
export class UnknownKindError extends Error {}

/** Throws an `UnknownKindError`. */
export function messageOf(answer: z.output<typeof messageAnswer>): SourceMessage {
  const kind = messageKinds[answer.message_type];
  if (kind === undefined)
    throw new UnknownKindError(`message ${answer.id}: nobody knows message_type ${answer.message_type}`);
  const { sender, content_attributes: attributes } = answer;
  const senderKind = senderKinds.safeParse(sender?.type);
  const rule = Number(attributes?.automation_rule_id ?? Number.NaN);
  return {
    id: answer.id,
    kind,
    contentType: answer.content_type ?? 'text',
    private: answer.private ?? false,
    createdAt: answer.created_at,
    sender: sender && senderKind.success ? { id: sender.id, name: sender.name, kind: senderKind.data } : null,
    sourceId: answer.source_id ?? null,
    automationRuleId: Number.isSafeInteger(rule) ? rule : null,
    externalEcho: attributes?.external_echo === true || attributes?.external_echo === 'true',
    statusMarker: attributes?.activity?.status ?? null,
    campaign: null,
  };
}

const eventStatus = new Map([
  ['conversation_resolved', 'closed'],
  ['conversation_opened', 'open'],
] as const);

export function eventsOf(answer: z.output<typeof eventsAnswer>): SourceEvent[] {
  return answer.flatMap(({ id, name, event_end_time }) => {
    const status = eventStatus.get(name as 'conversation_opened');
    return status && event_end_time
      ? [{ id, status, at: Math.floor(Date.parse(event_end_time) / 1000) }]
      : [];
  });
}

export function ratingsOf(answer: z.output<typeof ratingsAnswer>): SourceRating[] {
  return answer.map((rating) => ({
    id: rating.id,
    conversationId: rating.conversation_id,
    createdAt: rating.created_at,
    rating: rating.rating,
    comment: rating.feedback_message || null,
    agent: rating.assigned_agent ?? null,
  }));
}

export function accountOf(answer: z.output<typeof accountAnswer>): SourceLists['account'] {
  const zones = [answer.settings?.reporting_timezone, answer.custom_attributes?.timezone];
  return { name: answer.name, timeZones: zones.filter((zone) => zone != null) };
}

export function inboxesOf({ payload }: z.output<typeof inboxesAnswer>): SourceInbox[] {
  return payload.map((inbox) => ({
    id: inbox.id,
    name: inbox.name ?? `Inbox ${inbox.id}`,
    channel: inbox.channel_type ?? null,
    hasWorkingHours: inbox.working_hours_enabled ?? false,
    timeZone: inbox.timezone ?? null,
    workingHours: (inbox.working_hours ?? []).map((day) => ({
      day: day.day_of_week,
      closed: day.closed_all_day ?? false,
      allDay: day.open_all_day ?? false,
      openHour: day.open_hour ?? null,
      openMinutes: day.open_minutes ?? null,
      closeHour: day.close_hour ?? null,
      closeMinutes: day.close_minutes ?? null,
    })),
  }));
}

export function definitionsOf(answer: z.output<typeof definitionsAnswer>): SourceDefinition[] {
  return answer.map((definition) => ({
    id: definition.id,
    key: definition.attribute_key,
    name: definition.attribute_display_name ?? definition.attribute_key,
    type: definition.attribute_display_type,
    values: definition.attribute_values ?? [],
  }));
}
