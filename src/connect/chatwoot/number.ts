import type { Database } from '../../database/client.ts';
import { readConnection } from '../connections.ts';
import { settingsSchema } from './state.ts';

/** The number that an account has in the Chatwoot that it is copied from; undefined where it is copied from none. */
export async function chatwootNumberOf(database: Database, accountId: string): Promise<number | undefined> {
  const connection = await readConnection(database, accountId);
  return connection?.source === 'chatwoot' ? settingsSchema.parse(connection.settings).account : undefined;
}
