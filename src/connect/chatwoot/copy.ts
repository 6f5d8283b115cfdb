import { copyAttributes } from './copy-pages.ts';
import { copyThreads } from './copy-threads.ts';
import { askMissing } from './missing.ts';
import { copyRatings } from './ratings.ts';
import { type Run, save } from './run.ts';

/** Copies the whole account, from where the copy stopped before. */
export async function copyAll(run: Run): Promise<void> {
  const { state } = run;
  if (state.phase === 'conversations') {
    state.polledAt ??= run.time.now();
    const all = await copyAttributes(run);
    await askMissing(run, all);
    await copyRatings(run);
    state.phase = 'threads';
    await save(run);
  }
  if (state.phase === 'threads') {
    await copyThreads(run);
    state.phase = 'complete';
    await save(run);
  }
  run.progress.end();
}
