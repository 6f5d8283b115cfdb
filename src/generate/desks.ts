import {
  type CustomField,
  customFields,
  mailboxes,
  savedReplies,
  teams,
  userCount,
  workflows,
} from './catalogue.ts';
import type { Weighted } from './random.ts';

/** A mailbox with everything that may occur in its conversations, ids mostly, the most used first. */
export interface Desk {
  readonly mailboxId: string;
  readonly teamId: string | undefined;
  /** The users who reply. */
  readonly crew: readonly string[];
  readonly savedReplies: readonly string[];
  readonly workflows: readonly string[];
  readonly customFields: readonly CustomField[];
}

export const userIds = Array.from({ length: userCount }, (_, index) => `u${index + 1}`);

/** Every mailbox's desk with its share of the conversations. Neighbouring crews overlap. */
export const desks: readonly Weighted<Desk>[] = mailboxes.map(({ id, share, crew }, index) => {
  const isHere = (item: { mailboxId?: string }) => item.mailboxId === undefined || item.mailboxId === id;
  const desk = {
    mailboxId: id,
    teamId: teams.find(({ mailboxIds }) => mailboxIds.some((mailboxId) => mailboxId === id))?.id,
    crew: userIds.slice(index * 4, index * 4 + crew),
    savedReplies: savedReplies.filter(isHere).map((reply) => reply.id),
    workflows: workflows.filter(isHere).map((workflow) => workflow.id),
    customFields: customFields.filter(isHere),
  };
  return [desk, share];
});
