import { Temporal } from 'temporal-polyfill';
import { mayReadReports } from '../../auth/caller.ts';
import type { Period } from '../../period/period.ts';
import { type Filter, hasReports, type QuestionInput } from '../../question/slice.ts';
import { Refusal } from '../answer.ts';
import type { Asked } from '../source.ts';
import { logged } from './errors.ts';
import { complainOfMissing, complainOfWord, type Parameters, readDate, readList } from './parameters.ts';

type ConversationType = NonNullable<Filter['types']>[number];

const types: readonly ConversationType[] = ['email', 'chat', 'phone'];

/** Refuses a caller whose token or whose account's plan has no reports. */
export function assertRights({ context: { caller }, requestId }: Asked): void {
  if (!mayReadReports(caller) || !hasReports(caller.account))
    throw new Refusal(logged(403, 'FORBIDDEN', requestId, 'Access denied'));
}

/** The parameters that all reports have; null where there is no right period. */
export function readQuestion(parameters: Parameters): QuestionInput | null {
  const period = readPeriod(parameters, 'start', 'end', true);
  const previous = readPeriod(parameters, 'previousStart', 'previousEnd', false);
  const filter = {
    mailboxes: readList(parameters, 'mailboxes'),
    tags: readList(parameters, 'tags'),
    types: readTypes(parameters),
    folders: readList(parameters, 'folders'),
  };
  return period && { period, previous, filter };
}

function readPeriod(
  parameters: Parameters,
  startName: string,
  endName: string,
  isRequired: boolean,
): Period | null {
  const isAsked = isRequired || [startName, endName].some((name) => parameters.textOf(name) !== undefined);
  if (!isAsked) return null;
  const [start, end] = [startName, endName].map((name) => {
    if (parameters.textOf(name) === undefined) complainOfMissing(parameters, name);
    return readDate(parameters, name);
  });
  if (!start || !end) return null;
  if (Temporal.Instant.compare(start, end) <= 0) return { start, end };
  parameters.complain({ path: endName, message: `must not be before ${startName}`, kind: 'Range' });
  return null;
}

function readTypes(parameters: Parameters): ConversationType[] {
  const entries = readList(parameters, 'types');
  const known = entries.map((entry) => types.find((type) => type === entry.toLowerCase()));
  const wrong = entries.find((_entry, index) => known[index] === undefined);
  if (wrong !== undefined) complainOfWord(parameters, 'types', types, wrong);
  return known.filter((type) => type !== undefined);
}
