import type { Database } from '../../database/client.ts';
import type { Connection } from '../connections.ts';
import { countIncomplete } from '../known.ts';
import type { Description } from '../source.ts';
import { settingsSchema, stateSchema } from './state.ts';

/** What `connect status` tells of a connection to Rocket.Chat alone. */
export async function describe(
  database: Database,
  { settings, state, accountKey }: Connection,
): Promise<Description> {
  const { url, dump, takesMessages } = settingsSchema.parse(settings);
  const { phase, windows, version, isLimited, refusedDocuments } = stateSchema.parse(state);
  const phases = {
    rooms: async () => `rooms, ${windows ? `${windows.length} months to go` : 'not begun'}`,
    messages: async () => `messages, ${await countIncomplete(database, accountKey)} rooms to go`,
    complete: async () => (dump ? 'copied' : 'live'),
  };
  const limit = isLimited ? 'ten requests a minute of each kind' : 'no limit of requests';
  return {
    place: dump
      ? `Rocket.Chat, by a dump in ${dump.join(', ')}`
      : `Rocket.Chat ${version} at ${url}, by REST`,
    phase: await phases[phase](),
    lines: [
      dump ? `refused documents: ${refusedDocuments}` : `limiter: ${limit}`,
      ...(takesMessages ? [] : ['without messages: what was touched is what was created']),
    ],
  };
}
