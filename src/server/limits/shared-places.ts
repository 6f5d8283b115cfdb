import type { Counter } from './counter.ts';
import { createTeller, type Teller } from './teller.ts';

/** Others wait for places that are left here: they hear of it soon. */
const tellMilliseconds = 100;

/** A place that a request takes among those of its token in all processes. */
export interface Place {
  /** Whether there was one. */
  readonly isFree: boolean | Promise<boolean>;
  readonly leave: () => void;
}

/**
 * Counts the requests of a token that are under way in all processes. Up to a twentieth of the places may be taken in each process
 * without a word, so that requests one after another cost no statement.
 *
 * Requests are counted by the stretch of time in which they began, which is as long as any request may take: those of this stretch
 * and the one before are all that are under way, and a process that was killed holds its places until these are over.
 */
export function createSharedPlaces(places: number, stretchMilliseconds: number, counter: Counter) {
  const mostUntold = Math.floor(places / 20);
  let stretch = 0;
  const newTeller = (): Teller => createTeller(counter, tellMilliseconds);
  let [teller, tellerBefore] = [newTeller(), newTeller()];
  const tellersAt = (now: number): { stretch: number; teller: Teller; tellerBefore: Teller } => {
    const current = Math.floor(now / stretchMilliseconds);
    if (current !== stretch) {
      tellerBefore = current === stretch + 1 ? teller : newTeller();
      teller = newTeller();
      stretch = current;
    }
    return { stretch, teller, tellerBefore };
  };
  return (of: string, now: number): Place => {
    const at = tellersAt(now);
    const key = `${at.stretch} ${of}`;
    const mine = at.teller.add(key, 1);
    const leave = (): void => void at.teller.add(key, -1);
    if (mine <= mostUntold) return { isFree: true, leave };
    const tales = [at.teller.tell(key), at.tellerBefore.tell(`${at.stretch - 1} ${of}`)] as const;
    const isFree = Promise.all(tales).then(([{ before }, past]) => before + mine + past.after <= places);
    return { isFree, leave };
  };
}
