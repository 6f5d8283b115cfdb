import type { Database } from '../../database/client.ts';
import type { Fault } from '../../import/parse.ts';
import { type Connection, saveState } from '../connections.ts';
import { readNames } from '../names.ts';
import type { Progress } from '../progress.ts';
import { keepRefusals } from '../refused.ts';
import { SetAsideError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Time } from '../time.ts';
import { writerOf } from '../writer.ts';
import { tagsAnswer } from './answers.ts';
import type { Client } from './client.ts';
import { departmentDocument, fieldDocument, userDocument } from './documents.ts';
import { fieldsInUse } from './fields.ts';
import { listedRecords } from './known-names.ts';
import { departmentMention, noDepartment, tagMentions, userMention } from './names.ts';
import { openClient } from './open.ts';
import { DeniedError } from './refusals.ts';
import type { SourceField } from './source.ts';
import { type RocketchatSettings, type RocketchatState, settingsSchema, stateSchema } from './state.ts';
import type { Store } from './store.ts';

/** One workspace's connection at work: what it is reached by, how far it is, and what it has seen. */
export interface Run extends Store {
  readonly settings: RocketchatSettings;
  readonly state: RocketchatState;
  readonly client: Client;
  readonly time: Time;
  readonly progress: Progress;
  readonly between: Surroundings['between'];
  /** Parts of rooms that the user may not see. */
  readonly denied: Set<string>;
  /** Tells the person who connects what is left out, once. */
  readonly warn: (notice: string) => void;
  /** Keeps what was refused of rooms that were written. */
  readonly remember: (rooms: readonly { readonly id: string }[], refusals: readonly Fault[]) => void;
}

/** Takes a stored connection by REST up: reads and stores the lists. */
export async function openRun(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
): Promise<Run> {
  const settings = settingsSchema.parse(connection.settings);
  const state = stateSchema.parse(connection.state);
  const client = openClient(settings, state, surroundings);
  state.notices = [];
  forgetDump(state);
  const warn = (notice: string): void => {
    if (!state.notices.includes(notice)) state.notices.push(notice);
  };
  const lists = await readLists(client, settings, warn);
  const store = await openStore(database, connection, settings, state, lists.fields);
  await store.write(listedRecords(store.names, lists.mentions));
  const run: Run = {
    ...store,
    settings,
    state,
    client,
    time: surroundings.time,
    progress: surroundings.progress,
    between: surroundings.between,
    denied: new Set(),
    warn,
    remember: (rooms, refusals) => keepRefusals(state, rooms, refusals),
  };
  await save(run);
  return run;
}

/** What could not be read in a dump is no matter any more where REST goes on. */
function forgetDump(state: RocketchatState): void {
  for (let index = 1; index <= state.refusedDocuments; index++) delete state.refused[`document ${index}`];
  state.refusedDocuments = 0;
}

/** Where the rooms of a connection are stored, whose account is stored as it was set. */
export async function openStore(
  database: Database,
  { accountId, accountKey }: Connection,
  settings: RocketchatSettings,
  state: RocketchatState,
  fields: readonly SourceField[],
  bots: ReadonlySet<string> = new Set(),
): Promise<Store> {
  const { timeZone, plan, officeHours, publicUrl, botNames } = settings;
  const write = writerOf(database, accountId);
  const account = { type: 'account', id: accountId, name: accountId, timeZone };
  await write([{ ...account, ...(plan && { plan }), ...(officeHours && { officeHours }) }]);
  const names = new Set(['rocket.cat', ...botNames]);
  const kept = settings.takesFields ? fields : [];
  const inUse = new Map(Object.entries(state.inUse).map(([id, values]) => [id, new Set(values)]));
  await write(fieldsInUse(kept, inUse));
  return {
    database,
    accountKey,
    write,
    names: await readNames(database, accountKey),
    keeping: { fields: kept, storesText: settings.storesText, keepsSubjects: settings.keepsSubjects },
    context: {
      publicUrl,
      fields: kept,
      inUse,
      bots: settings.bots,
      isBot: ({ id, username }) => bots.has(id) || names.has(username ?? id),
    },
  };
}

export async function save(run: Store & { readonly state: RocketchatState }): Promise<void> {
  run.state.inUse = Object.fromEntries(Array.from(run.context.inUse, ([id, values]) => [id, [...values]]));
  await saveState(run);
}

/** Departments, agents, custom fields and tags; those that the user may not see are left out with a warning. */
async function readLists(client: Client, settings: RocketchatSettings, warn: (notice: string) => void) {
  const read = async (list: () => Promise<unknown[]>): Promise<unknown[]> => {
    try {
      return await list();
    } catch (error) {
      if (error instanceof DeniedError) warn(error.message);
      else if (!(error instanceof SetAsideError)) throw error;
      return [];
    }
  };
  const departments = await read(client.departments);
  const agents = await read(client.agents);
  const fields = settings.takesFields ? await read(client.fields) : [];
  const tags = shaped(tagsAnswer.shape.tags, await read(client.tags));
  return {
    fields: fields.flatMap((field) => shaped(fieldDocument, field) ?? []),
    mentions: [
      departmentMention({ id: noDepartment, name: null }),
      ...departments.flatMap((one) => shaped(departmentDocument, one) ?? []).map(departmentMention),
      ...agents.map((one) => userMention(shaped(userDocument, one))),
      ...tagMentions(tags.map(({ name }) => name)),
    ],
  };
}
