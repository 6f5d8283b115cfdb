import * as catalogue from './catalogue.ts';
import { clockUntil, creationTimes } from './clock.ts';
import { conversationOf } from './conversation.ts';
import { userIds } from './desks.ts';
import { personName } from './names.ts';
import { Random } from './random.ts';

const defaultEnd = new Date('2026-01-01T00:00:00Z');
const twoYears = 730;
const mostCustomers = 1_000_000;

interface HelpdeskOptions {
  conversations: number;
  /** From 0 to `Number.MAX_SAFE_INTEGER`. */
  seed: number;
  /** Nothing happens from the last full hour before this instant on. */
  end?: Date;
  /** How long it goes on, in days. */
  days?: number;
  /** The account's id. */
  account?: string;
}

/**
 * A made-up helpdesk as lines of the import format, without line ends: two years, or the given days, up to `end`,
 * the conversations in the order of their creation. The same options give the same lines on any machine, and only
 * one conversation is held in memory.
 */
export function* generateHelpdesk(options: HelpdeskOptions): Generator<string> {
  const { conversations, seed, end = defaultEnd, days = twoYears, account = 'demo' } = options;
  const random = new Random(seed);
  const customers = Math.min(Math.ceil(conversations / 3), mostCustomers);
  for (const record of catalogueRecords(account, random)) yield JSON.stringify(record);
  for (let index = 1; index <= customers; index++) {
    const name = random.chance(0.92) ? personName(random) : undefined;
    yield JSON.stringify({ type: 'customer', id: `c${index}`, name });
  }
  const clock = clockUntil(Math.floor(end.getTime() / 1000), days);
  const world = { clock, random, customers };
  let number = 0;
  for (const createdAt of creationTimes(clock, conversations, random)) {
    yield JSON.stringify(conversationOf(world, ++number, createdAt));
  }
}

function catalogueRecords(account: string, random: Random): object[] {
  const { timeZone, officeHours } = catalogue;
  const records = (type: string, items: readonly object[]) => items.map((item) => ({ type, ...item }));
  return [
    { type: 'account', id: account, name: 'Kiesel Outdoor', timeZone, plan: 'PRO', officeHours },
    ...catalogue.mailboxes.map(({ id, name }) => ({ type: 'mailbox', id, name })),
    ...records('folder', catalogue.folders),
    ...userIds.map((id) => ({ type: 'user', id, name: personName(random) })),
    ...catalogue.teams.map(({ id, name }) => ({ type: 'team', id, name })),
    ...records('tag', catalogue.tags),
    ...records('savedReply', catalogue.savedReplies),
    ...records('workflow', catalogue.workflows),
    ...records('customField', catalogue.customFields),
  ];
}
