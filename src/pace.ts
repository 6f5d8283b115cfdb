import { AwayError } from './away-error.ts';
import { currentScope, type StatementScope } from './database/scope.ts';
import { createFairQueue } from './fair-queue.ts';

/** Work goes on for so long before the event loop looks after everybody else. */
const sliceMilliseconds = 10;

const waiting = createFairQueue<() => void>();
let sliceEnds: number | undefined;
let isRoundAhead = false;
let isTurnUnderWay = false;

/**
 * Undefined as long as a request may go on working; else resolves when it is its turn again, while others have theirs. Never
 * resolves once the request is given up: nobody waits for what would come of it.
 */
export function turn(): Promise<void> | undefined {
  const scope = currentScope();
  if (!scope) return undefined;
  if (!scope.signal.aborted && !isSliceOver()) return undefined;
  return nextTurn(scope, () => {});
}

/** Resolves when the request may go on working; rejects with `AwayError` once it is given up, for work that somebody waits for. */
export async function turnUnlessGivenUp(): Promise<void> {
  const scope = currentScope();
  while (scope && (scope.signal.aborted || isSliceOver()))
    await new Promise<void>((resolve, reject) => {
      const fail = (): void => reject(new AwayError('the request was given up'));
      nextTurn(scope, fail).then(resolve, reject);
    });
}

/** Hands a value on when the request may go on working. */
export async function inTurn<Value>(value: Value): Promise<Value> {
  for (let wait = turn(); wait; wait = turn()) await wait;
  return value;
}

/**
 * How a loader of a request dispatches: when all that can ask it more has had its turn, so that what is resolved in several
 * slices is read by as few statements as what is resolved in one.
 */
export const pacedLoading = {
  batchScheduleFn: (dispatch: () => void): void => {
    void Promise.resolve().then(() => process.nextTick(dispatchAfterTurns, dispatch));
  },
};

function dispatchAfterTurns(dispatch: () => void): void {
  const scope = currentScope();
  if (scope && (isTurnUnderWay || waiting.sizeOf(scope) > 0)) setImmediate(dispatchAfterTurns, dispatch);
  else dispatch();
}

function isSliceOver(): boolean {
  const now = performance.now();
  if (sliceEnds === undefined) {
    sliceEnds = now + sliceMilliseconds;
    beginRound();
  }
  return now >= sliceEnds;
}

function nextTurn(scope: StatementScope, onGivenUp: () => void): Promise<void> {
  return new Promise((resolve) => {
    const { signal } = scope;
    if (signal.aborted) return onGivenUp();
    const giveUp = (): void => {
      leave();
      onGivenUp();
    };
    const givenUp = givenUpBy(signal);
    const leave = waiting.add(scope, () => {
      givenUp.delete(giveUp);
      resolve();
    });
    givenUp.add(giveUp);
    beginRound();
  });
}

const givenUpOf = new WeakMap<AbortSignal, Set<() => void>>();

/** What is done when a signal is aborted. Thousands can wait, and a signal looks through all of its listeners for each new one: it has one. */
function givenUpBy(signal: AbortSignal): Set<() => void> {
  const known = givenUpOf.get(signal);
  if (known) return known;
  const all = new Set<() => void>();
  givenUpOf.set(signal, all);
  const giveAllUp = (): void => {
    for (const giveUp of [...all]) giveUp();
  };
  signal.addEventListener('abort', giveAllUp, { once: true });
  return all;
}

function beginRound(): void {
  if (isRoundAhead) return;
  isRoundAhead = true;
  setImmediate(() => {
    isRoundAhead = false;
    sliceEnds = undefined;
    giveTurns();
  });
}

/** Gives turns until the slice is over. The next one is given when all that follows from a turn at once is done, which takes time. */
function giveTurns(): void {
  const goOn = waiting.take();
  if (!goOn) return;
  goOn();
  isTurnUnderWay = true;
  const afterTurn = (): void => {
    isTurnUnderWay = false;
    if (isSliceOver()) beginRound();
    else giveTurns();
  };
  void Promise.resolve().then(() => process.nextTick(afterTurn));
}
