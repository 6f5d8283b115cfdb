import type { ResultOf } from '../../graphql.ts';
import { type Part, partOf, type ValueOf } from '../../parts/part.ts';
import type { satisfactionQuery } from './query.ts';

type Answer = ResultOf<typeof satisfactionQuery>;

/** The period's slices by the names that the question has for them. */
export const sliceFields = [
  'slice0',
  'slice1',
  'slice2',
  'slice3',
  'slice4',
  'slice5',
  'slice6',
  'slice7',
  'slice8',
  'slice9',
] as const;

export type Slice = ValueOf<Answer, 'slice0'>['current'];

/** All slices that have a day as one part of the page: there when all are, failed when one is. */
export function slicesPart(result: Parameters<typeof partOf<Answer, 'slice0'>>[0]): Part<Slice[]> {
  const parts = sliceFields.map((field) => partOf(result, field));
  const missing = parts.find((part) => part.state !== 'ready');
  if (missing) return missing;
  const list = parts.flatMap((part) => (part.state === 'ready' ? [part.value.current] : []));
  return { state: 'ready', value: list.filter(({ startDate, endDate }) => startDate < endDate) };
}
