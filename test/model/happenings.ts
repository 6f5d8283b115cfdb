import { factsOf, repliesOf, waitedSince } from './facts.ts';
import { secondsBetween } from './office-hours.ts';
import { type FilterValue, isIn, matching, type PeriodValue } from './question.ts';
import type { ConversationRecord, Helpdesk } from './records.ts';

export const dimensions = [
  ...([
    'MAILBOX',
    'FOLDER',
    'USER',
    'TEAM',
    'TAG',
    'CUSTOMER',
    'CHANNEL',
    'TYPE',
    'STATUS',
    'PRIORITY',
  ] as const),
];

export type Dimension = (typeof dimensions)[number];

/** Which conversations are told apart, by what, and how their times are counted. */
export interface Grouping {
  readonly by: Dimension;
  readonly filter?: FilterValue;
  readonly officeHours?: boolean;
}

/** Something that is counted: under which keys, and what it adds. */
export interface Happening {
  readonly keys: readonly (string | null)[];
  readonly name:
    | 'conversationsCreated'
    | 'conversationsTouched'
    | 'messagesReceived'
    | 'repliesSent'
    | 'resolutions'
    | 'ratings'
    | 'firstResponse'
    | 'response'
    | 'resolve'
    | 'great'
    | 'notGood';
  readonly seconds?: number;
  readonly customer?: string;
}

/** All that happened in a period in the conversations that match. */
export function happenings(
  desk: Helpdesk,
  asked: Grouping,
  period: PeriodValue,
  visible?: string[],
): Happening[] {
  return matching(desk, asked.filter, visible).flatMap((c) => {
    const own = keysOf(c, asked.by);
    const keysOfAuthor = (author: string | null | undefined) =>
      asked.by === 'USER' ? [author ?? null] : own;
    return [
      ...activity(c, period, own),
      ...outcomes(desk, c, period, own, asked.officeHours ?? false),
      ...authored(desk, c, period, keysOfAuthor, asked.officeHours ?? false),
    ];
  });
}

type Keys = Happening['keys'];

function activity(c: ConversationRecord, period: PeriodValue, keys: Keys): Happening[] {
  const threads = c.threads.filter(({ createdAt }) => isIn(createdAt, period));
  const wasCreated = isIn(c.createdAt, period);
  return [
    ...(wasCreated ? [{ name: 'conversationsCreated' as const, keys }] : []),
    ...(wasCreated || threads.length > 0 ? [{ name: 'conversationsTouched' as const, keys }] : []),
    ...threads
      .filter(({ kind }) => kind === 'customer')
      .map(() => ({ name: 'messagesReceived' as const, keys })),
  ];
}

function outcomes(
  desk: Helpdesk,
  c: ConversationRecord,
  period: PeriodValue,
  keys: Keys,
  office: boolean,
): Happening[] {
  const facts = factsOf(desk, c);
  const seconds = office ? facts.officeResolveTime : facts.resolveTime;
  const isResolved = seconds !== null && c.closedAt !== undefined && isIn(c.closedAt, period);
  return [
    ...facts.resolutions.filter((at) => isIn(at, period)).map(() => ({ name: 'resolutions' as const, keys })),
    ...(isResolved ? [{ name: 'resolve' as const, keys, seconds }] : []),
  ];
}

/** What has an author. */
function authored(
  desk: Helpdesk,
  c: ConversationRecord,
  period: PeriodValue,
  keysOfAuthor: (author: string | null | undefined) => Keys,
  office: boolean,
): Happening[] {
  const facts = factsOf(desk, c);
  const firstSeconds = office ? facts.officeFirstResponseTime : facts.firstResponseTime;
  const isFirstIn = facts.firstResponseAt !== null && isIn(facts.firstResponseAt, period);
  const replies = repliesOf(c).filter(({ createdAt }) => isIn(createdAt, period));
  const customer = c.customerId === undefined ? {} : { customer: c.customerId };
  return [
    ...(isFirstIn && firstSeconds !== null
      ? [{ name: 'firstResponse' as const, keys: keysOfAuthor(facts.firstReplier), seconds: firstSeconds }]
      : []),
    ...replies.map(({ userId }) => ({
      name: 'repliesSent' as const,
      keys: keysOfAuthor(userId),
      ...customer,
    })),
    ...replies.flatMap((reply) => {
      const since = waitedSince(c, reply);
      if (since === undefined) return [];
      const seconds = secondsBetween(desk, since, reply.createdAt, office);
      return [{ name: 'response' as const, keys: keysOfAuthor(reply.userId), seconds }];
    }),
    ...c.ratings
      .filter(({ createdAt }) => isIn(createdAt, period))
      .flatMap(({ score, userId }) => {
        const keys = keysOfAuthor(userId);
        const said = { great: ['great' as const], okay: [], not_good: ['notGood' as const] }[score];
        return [{ name: 'ratings' as const, keys }, ...said.map((name) => ({ name, keys }))];
      }),
  ];
}

function keysOf(c: ConversationRecord, by: Grouping['by']): (string | null)[] {
  return {
    MAILBOX: () => [c.mailboxId],
    FOLDER: () => [c.folderId ?? null],
    USER: () => [c.assigneeId ?? null],
    TEAM: () => [c.teamId ?? null],
    TAG: () => (c.tags.length === 0 ? ['1'] : [...new Set(c.tags)]),
    CUSTOMER: () => [c.customerId ?? null],
    CHANNEL: () => [c.channel],
    TYPE: () => [c.conversationType.toUpperCase()],
    STATUS: () => [c.status.toUpperCase()],
    PRIORITY: () => [c.priority?.toUpperCase() ?? null],
  }[by]();
}
