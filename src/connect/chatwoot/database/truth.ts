import type { Client } from '../client.ts';
import { statusOf } from '../threads.ts';
import type { Truth } from '../truth.ts';
import { compareAll } from './compare.ts';
import type { TablesRun } from './run.ts';
import { fetchByDisplayIds } from './store.ts';
import { channelSummary, createdOn, earliestThere } from './summary.ts';
import { followNew, followUpdated } from './sweeps.ts';

/** What the database tells, and of channels Chatwoot's own report where a token lets it be asked. */
export function tablesTruth(run: TablesRun, client: Client | undefined): Truth {
  return {
    channelSummary: client?.channelSummary ?? ((since, until) => channelSummary(run, since, until)),
    earliest: () => earliestThere(run),
    createdOn: async (day) =>
      new Map(Array.from(await createdOn(run, day), ([id, status]) => [id, statusOf[status]])),
    count: async (status, inbox) => client?.count(status, inbox) ?? 0,
    lookAtAll: () => compareAll(run),
    followChanges: async () => {
      await followNew(run);
      await followUpdated(run);
    },
    fetchAgain: (ids) => fetchByDisplayIds(run, ids, true),
  };
}
