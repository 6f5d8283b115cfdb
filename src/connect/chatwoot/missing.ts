import { readKnownIds } from '../known.ts';
import { askById } from './attributes.ts';
import type { Run } from './run.ts';
import type { ChatwootState } from './state.ts';

/**
 * Asks by id for what the pages did not show, where they could not be read first, until as many are known as Chatwoot says there
 * are.
 */
export async function askMissing(run: Run, all: number): Promise<void> {
  const { database, accountKey, state, progress } = run;
  const passed = new Set((await readKnownIds(database, accountKey)).map(({ id: known }) => Number(known)));
  for (const refused of Object.keys(state.refused)) if (/^\d+$/.test(refused)) passed.add(Number(refused));
  let missing = all - passed.size;
  if (missing <= 0) return;
  progress.phase('conversations that pages did not show', missing);
  for (const candidate of candidates(state.gaps, highestOf(passed, all))) {
    if (passed.has(candidate)) continue;
    passed.add(candidate);
    await run.between?.();
    if ((await askById(run, candidate)) === 'absent') continue;
    missing -= 1;
    progress.done(1);
    if (missing === 0) return;
  }
}

function* candidates(gaps: ChatwootState['gaps'], highest: number): Generator<number> {
  for (const { after, before } of [...gaps, { after: 0, before: null }])
    for (let candidate = after + 1; candidate < (before ?? highest + 1); candidate++) yield candidate;
}

/** An account has more conversations than a call has arguments. */
function highestOf(ids: Iterable<number>, least: number): number {
  let highest = least;
  for (const one of ids) highest = Math.max(highest, one);
  return highest;
}
