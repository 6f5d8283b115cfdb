import { setFlagsFromString } from 'node:v8';
import type { Database } from '../../../database/client.ts';
import { type Connection, saveState } from '../../connections.ts';
import type { Work } from '../../source.ts';
import type { Surroundings } from '../../surroundings.ts';
import { openStore, save as saveRun } from '../run.ts';
import { settingsSchema, stateSchema } from '../state.ts';
import { copyDump } from './copy-dump.ts';

/** What changed while a dump was written is read again, where the connection goes on by REST. */
const dumpingMilliseconds = 3_600_000;

/** Refusals that are told with their reasons. */
const mostReasons = 100;

/** Takes a stored connection by a dump up: it is copied when it is connected, and there is nothing to keep it current by. */
export async function openDump(
  database: Database,
  connection: Connection,
  { progress }: Surroundings,
): Promise<Work> {
  const settings = settingsSchema.parse(connection.settings);
  const state = stateSchema.parse(connection.state);
  const save = (): Promise<void> => saveState({ database, accountKey: connection.accountKey, state });
  return {
    state,
    save,
    isCopied: () => true,
    copyOnce: async () => {
      // As an import does: what makes much garbage and holds little is collected early, however long it takes.
      setFlagsFromString('--heap-growing-percent=40');
      state.refused = {};
      state.refusedDocuments = 0;
      const refuse = (reason: string): void => {
        state.refusedDocuments += 1;
        if (state.refusedDocuments <= mostReasons)
          state.refused[`document ${state.refusedDocuments}`] = reason;
      };
      const { store, updatedUntil } = await copyDump(
        {
          paths: settings.dump ?? [],
          since: settings.since,
          takesMessages: settings.takesMessages,
          isComplete: settings.isComplete,
        },
        ({ fields, users }) => {
          const bots = Array.from(users.values()).filter(({ isBot }) => isBot);
          const ids = new Set(bots.map(({ id }) => id));
          return openStore(database, connection, settings, state, fields, ids);
        },
        progress,
        refuse,
      );
      state.phase = 'complete';
      state.updatedUntil = updatedUntil === null ? null : updatedUntil - dumpingMilliseconds;
      await saveRun({ ...store, state });
    },
    tasks: [],
    fetchMarked: async () => 'done',
    check: async ({ print }) => {
      const line = 'there is nothing to ask: the account is copied from a dump';
      print(line);
      return { exitCode: 2, line };
    },
  };
}
