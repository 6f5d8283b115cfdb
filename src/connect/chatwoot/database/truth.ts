import { isUnasked, TooLongError } from '../../requests/errors.ts';
import type { Client } from '../client.ts';
import { statusOf } from '../threads.ts';
import type { Truth } from '../truth.ts';
import { compareAll } from './compare.ts';
import type { TablesRun } from './run.ts';
import { fetchByDisplayIds } from './store.ts';
import { channelSummary, createdOn, earliestThere } from './summary.ts';
import { followNew, followUpdated } from './sweeps.ts';

/**
 * What the database tells, and of channels Chatwoot's own report where a token lets it be asked. Where that fails, whatever the
 * reason, the database is asked for the rest as well: a token is no condition of this way.
 */
export function tablesTruth(run: TablesRun, client: Client | undefined): Truth {
  let reporter = client;
  const ofReport: Truth['channelSummary'] = async (since, until) => {
    try {
      return (await reporter?.channelSummary(since, until)) ?? null;
    } catch (error) {
      if (!isUnasked(error) || error instanceof TooLongError) throw error;
      reporter = undefined;
      run.state.notices.push(`the copy is compared with the database alone: ${error.message}`);
      return null;
    }
  };
  return {
    channelSummary: async (since, until) =>
      (await ofReport(since, until)) ?? channelSummary(run, since, until),
    earliest: () => earliestThere(run),
    createdOn: async (day) =>
      new Map(Array.from(await createdOn(run, day), ([id, status]) => [id, statusOf[status]])),
    // The database always has a channel summary.
    count: async () => 0,
    lookAtAll: () => compareAll(run),
    followChanges: async () => {
      await followNew(run);
      await followUpdated(run);
    },
    fetchAgain: (ids) => fetchByDisplayIds(run, ids, true),
  };
}
