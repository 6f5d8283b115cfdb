import { Prisma } from '../../database/generated/client.ts';
import { type Clock, noClock } from './clock.ts';
import { type Dimension, dimensions } from './dimensions.ts';
import { type Activity, type Measure, measures } from './measures.ts';
import type { CountedIn } from './parts.ts';

/** A measure by its name. */
export type MeasureName = keyof typeof measures;

/** A dimension by its name. */
export type DimensionName = keyof typeof dimensions;

type ActivityOf<Of extends MeasureName> = (typeof measures)[Of]['activity'];
type CountedBy<By extends DimensionName> = (typeof dimensions)[By] extends { of: readonly (infer Of)[] }
  ? Of
  : Activity;

/** By what a measure can be counted; of several, all can. */
export type DimensionOf<Of extends MeasureName> = {
  [By in DimensionName]: ActivityOf<Of> extends CountedBy<By> ? By : never;
}[DimensionName];

/** What depends on the clock of a question's zone. */
export type OnClock = {
  [By in DimensionName]: (typeof dimensions)[By] extends { isOnClock: true } ? By : never;
}[DimensionName];

/**
 * A measure by a dimension. What is counted ahead of time and what is counted over stored rows are both made of these fragments, so that
 * they cannot differ. Neither key nor label is null, but a label that the dimension has no use for.
 */
export interface Pair {
  readonly activity: Activity;
  readonly key: Prisma.Sql;
  readonly label: Prisma.Sql;
  readonly condition: Prisma.Sql;
  /** As much of the condition as can be looked at with threads `t` alone, where these are counted. */
  readonly conditionOfThreads: Prisma.Sql;
  readonly joins: (accountKey: number) => Prisma.Sql;
  /** The zone that the key depends on; null: it depends on none. */
  readonly timeZone: string | null;
}

/** The conditions all together, each once. */
function allOf(...conditions: readonly (Prisma.Sql | undefined)[]): Prisma.Sql {
  const set = new Set(conditions.filter((condition) => condition !== undefined));
  return set.size > 0 ? Prisma.join([...set], ' and ') : Prisma.sql`true`;
}

/** A measure by a dimension, on the clock of a zone if the dimension depends on it. */
export function pairOf(what: MeasureName, by: DimensionName, clock = noClock): Pair {
  const { activity, conditions }: Measure = measures[what];
  const { key, label, condition, joins, of, isOnClock }: Dimension = dimensions[by];
  if (of && !of.includes(activity)) throw new Error(`${what} is not counted by ${by}`);
  return {
    activity,
    key: key ?? Prisma.sql`0`,
    label: label ?? Prisma.sql`null::text`,
    condition: allOf(...conditions, condition),
    conditionOfThreads: allOf(...conditions, of && condition),
    joins: (accountKey) => joins?.({ accountKey, activity, clock }) ?? Prisma.empty,
    timeZone: isOnClock ? clock.timeZone : null,
  };
}

/** A pair that is counted ahead of time. */
export interface PairAhead extends Pair {
  /** What its counts are stored under. */
  readonly name: string;
  readonly countedIn: CountedIn;
}

interface Listed {
  readonly what: MeasureName;
  readonly by: DimensionName;
  readonly on: (clock: Clock) => PairAhead;
}

const listed =
  (countedIn: CountedIn) =>
  <Of extends MeasureName>(name: string, what: Of, by: DimensionOf<Of>): Listed => {
    const on = (clock: Clock): PairAhead => ({ name, countedIn, ...pairOf(what, by, clock) });
    // What looks at no clock is one object, of which is known how it is counted.
    const onAny = on(noClock);
    return { what, by, on: onAny.timeZone === null ? () => onAny : on };
  };
const inParts = listed('eachPart');
const ofWhole = listed('whole');
const ofUsers = listed('wholeAndSmallest');

/**
 * What is counted ahead of time, and in which parts of the account, under the names that its counts are stored by; any
 * other pair is answered from rows. The first pair of a measure is in parts and counts all of it, each once: it tells as well how many
 * there are altogether and in each mailbox.
 */
const allListed: readonly Listed[] = [
  inParts('createdByType', 'created', 'type'),
  inParts('createdByChannel', 'created', 'channel'),
  inParts('createdByStatus', 'created', 'status'),
  inParts('createdByHour', 'created', 'hour'),
  ofWhole('createdByTag', 'created', 'tag'),
  ofUsers('createdByAssignee', 'created', 'assignee'),
  ofWhole('createdByTeam', 'created', 'team'),
  inParts('left', 'left', 'standing'),
  inParts('leftByTag', 'left', 'standingOfTag'),
  ofWhole('leftByMailbox', 'left', 'standingOfMailbox'),
  ofWhole('leftByType', 'left', 'standingOfType'),
  ofWhole('leftByTeam', 'left', 'standingOfTeam'),
  inParts('touched', 'touched', 'tagged'),
  inParts('touchedByTag', 'touched', 'tag'),
  ofUsers('touchedByAssignee', 'touched', 'assignee'),
  ofWhole('touchedByTeam', 'touched', 'team'),
  inParts('touchedByAnswer', 'touched', 'answer'),
  inParts('repliedConversations', 'repliedConversations', 'nothing'),
  inParts('messagesReceived', 'messagesReceived', 'nothing'),
  inParts('receivedByHour', 'messagesReceived', 'hour'),
  ofUsers('messagesByAssignee', 'messagesReceived', 'assigneeOrNobody'),
  inParts('repliesSent', 'repliesSent', 'nothing'),
  inParts('repliedByHour', 'repliesSent', 'hour'),
  ofUsers('repliesByAuthor', 'repliesSent', 'author'),
  inParts('savedReplyUses', 'savedReplyUses', 'savedReply'),
  inParts('workflowRuns', 'workflowRuns', 'workflow'),
  inParts('resolutionsByThread', 'resolutionsByThread', 'nothing'),
  ofUsers('resolutionsByThreadByAssignee', 'resolutionsByThread', 'assigneeOrNobody'),
  inParts('resolutionsByClosing', 'resolutionsByClosing', 'nothing'),
  ofUsers('resolutionsByClosingByAssignee', 'resolutionsByClosing', 'assigneeOrNobody'),
  inParts('reopenings', 'reopenings', 'nothing'),
];

/** All pairs that are counted ahead of time, with the hours of a zone's clock. */
export function pairsAhead(clock: Clock): PairAhead[] {
  return allListed.map(({ on }) => on(clock));
}

/** How something is counted by a dimension: over rows as a pair says, and ahead of time, if at all, in another or the same. */
export interface Counting {
  readonly pair: Pair;
  readonly ahead: PairAhead | null;
  /** Whether the parts in which it is counted ahead of time are the keys. */
  readonly isByPart: boolean;
}

/** How a measure is counted by a dimension. */
export function countingOf(what: MeasureName, by: DimensionName, clock = noClock): Counting {
  const ofMeasure = allListed.filter((each) => each.what === what);
  const { isOfParts: isByPart = false }: Dimension = dimensions[by];
  const found = by === 'nothing' || isByPart ? ofMeasure[0] : ofMeasure.find((each) => each.by === by);
  const ahead = found?.on(clock) ?? null;
  return { pair: ahead && !isByPart ? ahead : pairOf(what, by, clock), ahead, isByPart };
}
