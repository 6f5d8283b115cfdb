import { z } from 'zod';
import { ConversationStatus } from '../database/generated/client.ts';

/** The states of a conversation that reports count. */
export const countedStatus = z.enum(ConversationStatus).exclude(['spam']);

export type CountedStatus = z.infer<typeof countedStatus>;

/** Chatwoot's word for each state. */
export const chatwootStatusOf = {
  open: 'open',
  pending: 'pending',
  snoozed: 'snoozed',
  on_hold: 'snoozed',
  closed: 'resolved',
} as const satisfies Record<CountedStatus, string>;

/** Help Scout's word for each state, in a user's history. */
export const helpScoutStatusOf = {
  open: 'ACTIVE',
  pending: 'PENDING',
  snoozed: 'PENDING',
  on_hold: 'PENDING',
  closed: 'CLOSED',
} as const satisfies Record<CountedStatus, string>;

export type HelpScoutStatus = (typeof helpScoutStatusOf)[CountedStatus];

/** The states that Help Scout's word stands for. */
export function statesOf(status: HelpScoutStatus): CountedStatus[] {
  return countedStatus.options.filter((state) => helpScoutStatusOf[state] === status);
}

/** Rocket.Chat's word for each state. An open conversation that nobody is assigned to is `queued`. */
export function rocketChatStatusOf(status: CountedStatus, assigned: boolean): RocketChatStatus {
  if (status === 'open') return assigned ? 'open' : 'queued';
  return status === 'closed' ? 'closed' : 'onHold';
}

/** In the order that decides between equal counts. */
export const rocketChatStatuses = ['open', 'closed', 'queued', 'onHold'] as const;

export type RocketChatStatus = (typeof rocketChatStatuses)[number];

/** As it writes them. */
export const rocketChatLabelOf: Record<RocketChatStatus, string> = {
  open: 'Open',
  closed: 'Closed',
  queued: 'Queued',
  onHold: 'On_Hold',
};
