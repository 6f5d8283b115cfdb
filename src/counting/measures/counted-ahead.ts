import { type Clock, noClock } from './clock.ts';
import { type Dimension, dimensions } from './dimensions.ts';
import { type DimensionName, type DimensionOf, type MeasureName, type Pair, pairOf } from './pairs.ts';

/** A pair that is counted ahead of time. */
export interface PairAhead extends Pair {
  /** What its counts are stored under. */
  readonly name: string;
  /** Whether it is counted of the whole account alone, and of none of its parts. */
  readonly isOfWhole: boolean;
}

interface Listed {
  readonly what: MeasureName;
  readonly by: DimensionName;
  readonly on: (clock: Clock) => PairAhead;
}

const listed =
  (isOfWhole: boolean) =>
  <Of extends MeasureName>(name: string, what: Of, by: DimensionOf<Of>): Listed => {
    const on = (clock: Clock): PairAhead => ({ name, isOfWhole, ...pairOf(what, by, clock) });
    // What looks at no clock is one object, of which is known how it is counted.
    const onAny = on(noClock);
    return { what, by, on: onAny.timeZone === null ? () => onAny : on };
  };
const inParts = listed(false);
const ofWhole = listed(true);

/**
 * What is counted ahead of time, in each part of the account or of the whole alone, under the names that its counts are stored by; any
 * other pair is answered from rows. The first pair of a measure is in parts and counts all of it, each once: it tells as well how many
 * there are altogether and in each mailbox.
 */
const allListed: readonly Listed[] = [
  inParts('createdByType', 'created', 'type'),
  inParts('createdByChannel', 'created', 'channel'),
  inParts('createdByStatus', 'created', 'status'),
  inParts('createdByHour', 'created', 'hour'),
  ofWhole('createdByTag', 'created', 'tag'),
  ofWhole('createdByAssignee', 'created', 'assignee'),
  ofWhole('createdByTeam', 'created', 'team'),
  inParts('left', 'left', 'standing'),
  inParts('leftByTag', 'left', 'standingOfTag'),
  ofWhole('leftByMailbox', 'left', 'standingOfMailbox'),
  ofWhole('leftByType', 'left', 'standingOfType'),
  ofWhole('leftByTeam', 'left', 'standingOfTeam'),
  inParts('touched', 'touched', 'tagged'),
  inParts('touchedByTag', 'touched', 'tag'),
  ofWhole('touchedByAssignee', 'touched', 'assignee'),
  ofWhole('touchedByTeam', 'touched', 'team'),
  inParts('touchedByAnswer', 'touched', 'answer'),
  inParts('repliedConversations', 'repliedConversations', 'nothing'),
  inParts('messagesReceived', 'messagesReceived', 'nothing'),
  inParts('receivedByHour', 'messagesReceived', 'hour'),
  ofWhole('messagesByAssignee', 'messagesReceived', 'assigneeOrNobody'),
  inParts('repliesSent', 'repliesSent', 'nothing'),
  inParts('repliedByHour', 'repliesSent', 'hour'),
  ofWhole('repliesByAuthor', 'repliesSent', 'author'),
  inParts('savedReplyUses', 'savedReplyUses', 'savedReply'),
  inParts('workflowRuns', 'workflowRuns', 'workflow'),
  inParts('resolutionsByThread', 'resolutionsByThread', 'nothing'),
  ofWhole('resolutionsByThreadByAssignee', 'resolutionsByThread', 'assigneeOrNobody'),
  inParts('resolutionsByClosing', 'resolutionsByClosing', 'nothing'),
  ofWhole('resolutionsByClosingByAssignee', 'resolutionsByClosing', 'assigneeOrNobody'),
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
