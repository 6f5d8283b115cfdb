import { type CustomField, tags } from './catalogue.ts';
import type { Clock } from './clock.ts';
import { type Desk, desks } from './desks.ts';
import { tell } from './plot.ts';
import type { Random, Weighted } from './random.ts';
import { ratingsOf } from './ratings.ts';
import { instantOf, type Pace, type Status, Story } from './story.ts';
import { subjects } from './texts.ts';

type Way = { readonly conversationType: 'email' | 'chat' | 'phone'; readonly channel: string };

const email = (channel: string): Way => ({ conversationType: 'email', channel });
const chat = (channel: string): Way => ({ conversationType: 'chat', channel });
const phone = (channel: string): Way => ({ conversationType: 'phone', channel });

/** The ways to be in touch at the beginning of the span; those at its end grow out of them steadily. */
const earlyWays: readonly Weighted<Way>[] = [
  [email('Channel::Email'), 50],
  [chat('Channel::WebWidget'), 19],
  [phone('Channel::Phone'), 17],
  [chat('Channel::FacebookPage'), 6],
  [email('Channel::Api'), 5],
  [chat('Channel::Whatsapp'), 3],
];
const lateWays: readonly Weighted<Way>[] = [
  [email('Channel::Email'), 40],
  [chat('Channel::WebWidget'), 24],
  [chat('Channel::Whatsapp'), 14],
  [phone('Channel::Phone'), 11],
  [chat('Channel::Instagram'), 5],
  [email('Channel::Api'), 4],
  [chat('Channel::FacebookPage'), 2],
];
const priorities: readonly Weighted<string>[] = [
  ['low', 25],
  ['medium', 45],
  ['high', 22],
  ['urgent', 8],
];
const recentSeconds = 30 * 86_400;
const paces: Readonly<Record<Way['conversationType'], Pace>> = {
  email: { answer: 7_200, customer: 18_000, work: 240, persistence: 0.25, bot: 0.1 },
  chat: { answer: 90, customer: 60, work: 75, persistence: 0.37, bot: 0.4 },
  phone: { answer: 25, customer: 90_000, work: 280, persistence: 0.08, bot: 0 },
};

/** What a conversation is made up from. */
interface World {
  readonly clock: Clock;
  readonly random: Random;
  /** How many customers there are: `c1`, `c2` and so on. */
  readonly customers: number;
}

/** The conversation with this number, created at this second since 1970, as a record of the import format. */
export function conversationOf({ clock, random, customers }: World, number: number, createdAt: number) {
  const progress = (createdAt - clock.start) / (clock.end - clock.start);
  const way = random.pickWeighted(random.chance(progress) ? lateWays : earlyWays);
  const desk = random.pickWeighted(desks);
  const userId = random.pickSkewed(desk.crew);
  const customerId = random.chance(0.97) ? `c${random.skewedBelow(customers) + 1}` : undefined;
  const pace = paces[way.conversationType];
  const story = new Story(clock, random, createdAt, { desk, userId, customerId, pace });
  const outcome = tell(story, clock.end - createdAt < recentSeconds, random);
  const assigneeId = random.chance(story.replied ? 0.97 : 0.25) ? userId : undefined;
  const deleted = random.chance(0.01);
  const id = `${100_000 + number}`;
  return {
    type: 'conversation',
    id,
    number,
    mailboxId: desk.mailboxId,
    folderId: deleted ? 'trash' : folderOf(desk, outcome.status, assigneeId, random),
    ...way,
    status: outcome.status,
    deleted: deleted || undefined,
    createdAt: instantOf(createdAt),
    closedAt: outcome.closedAt === undefined ? undefined : instantOf(outcome.closedAt),
    customerId,
    assigneeId,
    tags: tagsOf(random),
    customFields: fieldValuesOf(desk, createdAt, random),
    threads: story.threads,
    teamId: random.chance(0.9) ? desk.teamId : undefined,
    priority: random.chance(0.3) ? random.pickWeighted(priorities) : undefined,
    url: `https://desk.kiesel-outdoor.example/conversations/${id}`,
    subject: way.conversationType === 'email' ? random.pickSkewed(subjects) : undefined,
    ratings: ratingsOf(clock, random, outcome.closedAt, userId),
  };
}

function folderOf(desk: Desk, status: Status, assigneeId: string | undefined, random: Random) {
  if (status === 'spam') return 'spam';
  if (status === 'closed') return random.chance(0.9) ? `${desk.mailboxId}-closed` : undefined;
  if (random.chance(0.08)) return 'escalated';
  return `${desk.mailboxId}-${assigneeId === undefined ? 'unassigned' : 'assigned'}`;
}

/** Absent if there is none, as in about a third of the conversations. */
function tagsOf(random: Random): string[] | undefined {
  if (random.chance(0.35)) return undefined;
  const count = 1 + random.skewedBelow(4);
  return [...new Set(Array.from({ length: count }, () => random.pickSkewed(tags).id))];
}

function fieldValuesOf(desk: Desk, createdAt: number, random: Random) {
  const answered = desk.customFields.filter(() => random.chance(0.7));
  if (answered.length === 0) return undefined;
  return answered.map((field) => ({ fieldId: field.id, value: answerTo(field, createdAt, random) }));
}

function answerTo(field: CustomField, createdAt: number, random: Random): string | number {
  if (field.fieldType === 'dropdown') return random.pickSkewed(field.options).id;
  if (field.fieldType === 'number') return random.delay(9_000) / 100;
  if (field.fieldType === 'date') return instantOf(createdAt - random.below(60 * 86_400)).slice(0, 10);
  return `K-${100_000 + random.below(900_000)}`;
}
