import type { Caller } from '../../auth/caller.ts';
import { toRows } from '../../entities/conversation/question.ts';
import {
  activities,
  type ConversationWhere,
  type DurationRange,
  type Rows,
  type Sorting,
  scores,
} from '../../entities/conversation/rows.ts';
import { badUserInput } from '../../errors.ts';
import { filterOf, filterParameters } from './filter.ts';
import { type Parameters, parametersOf } from './parameters.ts';

/** What each parameter of a list of conversations is. */
export const conversationsParameters = {
  start: 'the first instant of the period; all conversations without a period',
  end: 'the first instant after the period',
  activity: `TOUCHED (default), ${activities.slice(1).join(', ')} in the period`,
  ...filterParameters,
  repliedBy: 'id of a user who replied in the period',
  savedReply: 'id of a saved reply used in the period',
  workflow: 'id of a workflow that ran in the period',
  field: 'id of a custom field, together with option or answered',
  option: 'id of the option chosen for the field',
  answered: 'true or false: whether the field has a value',
  weekday: 'weekday of creation, 1 (Monday) to 7',
  hourFrom: 'first hour of creation, 0 to 24',
  hourTo: 'first hour after, 0 to 24',
  firstResponseFrom: 'least first response time in seconds',
  firstResponseTo: 'first response time in seconds that is too much',
  resolveFrom: 'least resolve time in seconds',
  resolveTo: 'resolve time in seconds that is too much',
  responseFrom: 'least response time in seconds of a reply in the period, of repliedBy if given',
  responseTo: 'response time in seconds that is too much',
  handleFrom: 'least time in seconds that such a reply took to handle',
  handleTo: 'time of handling in seconds that is too much',
  firstRepliedBy: 'id of the user whose first reply it has, whenever',
  repliesSent: 'how many replies it has, whenever',
  isWaiting: 'true or false: whether the customer waits for a reply now',
  ratedUser: 'id of a user who was rated in the period',
  ratingScore: 'GREAT, OKAY or NOT_GOOD: score of such a rating',
  timeZone: "zone of weekdays and hours; the account's by default",
  orderBy: 'CREATED_AT (default), NUMBER, CLOSED_AT, FIRST_RESPONSE_TIME, RESOLVE_TIME, WAITING_SINCE',
  direction: 'DESC (default) or ASC',
} as const;

/** The conversations that parameters ask for. Throws the coded error of the first rule broken, which names its parameter. */
export function conversationsOf(query: URLSearchParams, caller: Caller): { rows: Rows; sorting: Sorting } {
  const read = parametersOf(query, Object.keys(conversationsParameters));
  const activity = read.word('activity', activities) ?? 'TOUCHED';
  const input = {
    period: read.period('start', 'end'),
    activity,
    filter: filterOf(read),
    where: whereOf(read),
    timeZone: read.zone('timeZone'),
  };
  const orders = [
    'CREATED_AT',
    'NUMBER',
    'CLOSED_AT',
    'FIRST_RESPONSE_TIME',
    'RESOLVE_TIME',
    'WAITING_SINCE',
  ] as const;
  const sorting: Sorting = {
    orderBy: read.word('orderBy', orders) ?? 'CREATED_AT',
    direction: read.word('direction', ['ASC', 'DESC']) ?? 'DESC',
  };
  return { rows: toRows(input, caller, (condition) => parameterOf(query, condition)), sorting };
}

/** The parameter that sets a condition: a range of times has two. */
function parameterOf(query: URLSearchParams, condition: string): string {
  const name = condition.replace(/Time$/, 'From');
  return query.has(name) ? name : condition.replace(/Time$/, 'To');
}

function whereOf(read: Parameters): ConversationWhere {
  const field = read.text('field');
  const option = read.text('option');
  const answered = read.truth('answered');
  const ofField = [option, answered].filter((value) => value !== null).length;
  if (ofField !== (field === null ? 0 : 1))
    throw badUserInput('field', 'A field goes with exactly one of option and answered.');
  const hourFrom = read.integer('hourFrom', 0, 24);
  const hourTo = read.integer('hourTo', 0, 24);
  assertOrder('hourFrom', hourFrom, hourTo);
  return {
    repliedBy: read.text('repliedBy'),
    savedReply: read.text('savedReply'),
    workflow: read.text('workflow'),
    field,
    option,
    answered,
    weekday: read.integer('weekday', 1, 7),
    hourFrom,
    hourTo,
    firstResponseTime: rangeOf(read, 'firstResponseFrom', 'firstResponseTo'),
    resolveTime: rangeOf(read, 'resolveFrom', 'resolveTo'),
    responseTime: rangeOf(read, 'responseFrom', 'responseTo'),
    handleTime: rangeOf(read, 'handleFrom', 'handleTo'),
    firstRepliedBy: read.text('firstRepliedBy'),
    repliesSent: read.integer('repliesSent'),
    isWaiting: read.truth('isWaiting'),
    ratedUser: read.text('ratedUser'),
    ratingScore: read.word('ratingScore', scores),
  };
}

function rangeOf(read: Parameters, fromName: string, toName: string): DurationRange | null {
  const [from, to] = [read.integer(fromName), read.integer(toName)];
  assertOrder(fromName, from, to);
  return from === null && to === null ? null : { from, to };
}

function assertOrder(name: string, from: number | null, to: number | null): void {
  if (from !== null && to !== null && from > to)
    throw badUserInput(name, 'A range must not start after its end.');
}
