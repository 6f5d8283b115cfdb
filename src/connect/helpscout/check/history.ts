import type { History } from './answers.ts';
import { type Row, rowOf } from './rows.ts';

/** How far response times may lie apart: how Help Scout counts waiting is not published. Seconds. */
const tolerance = 60;

/** What Help Scout may count as a reply of a conversation that is none here, or the other way round. */
export type Doubtful = ReadonlyMap<string, number>;

/** Conversations that their first page shows whole, and those of ours that lie among them, by how many replies each has. */
export function replyCounts(theirs: History, ours: History): [string, number, number][] {
  const lowest = Math.min(...theirs.results.map(({ number }) => number));
  // The last conversation of a page may go on on the next.
  const isWhole = (number: number): boolean => theirs.pages <= 1 || number > lowest;
  const their = countsOf(theirs, isWhole);
  const own = countsOf(ours, isWhole);
  const ids = new Set([...their.keys(), ...own.keys()]);
  return [...ids].map((id) => [id, their.get(id) ?? 0, own.get(id) ?? 0]);
}

function countsOf({ results }: History, isMeant: (number: number) => boolean): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id, number } of results) if (isMeant(number)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** A line for all conversations of a user that have as many replies, and one for each that has not. */
export function historyRows(
  user: string,
  counts: readonly [string, number, number][],
  doubtful: Doubtful,
): Row[] {
  const same = counts.filter(([, theirs, ours]) => theirs === ours);
  const differing = counts.filter(([, theirs, ours]) => theirs !== ours);
  return [
    rowOf(`conversations of user ${user} with as many replies`, same.length, same.length),
    ...differing.map(([id, theirs, ours]) =>
      rowOf(`replies of user ${user} in conversation ${id}`, theirs, ours, () => {
        const most = doubtful.get(id) ?? 0;
        return Math.abs(theirs - ours) <= most;
      }),
    ),
  ];
}

/** The share of response times that agree, in percent; null where there are none. */
export function agreeingTimes(theirs: History, ours: History): number | null {
  const own = new Map(ours.results.map(({ id, responseTime }) => [id, responseTime]));
  const pairs = theirs.results.flatMap(({ id, responseTime }) => {
    const here = own.get(id);
    return responseTime == null || here == null ? [] : [Math.abs(responseTime - here)];
  });
  if (pairs.length === 0) return null;
  return Math.round((pairs.filter((apart) => apart <= tolerance).length / pairs.length) * 100);
}
