import type { Database } from '../../../database/client.ts';
import { serverOf } from '../../../database/server.ts';
import { UsageError } from '../../../usage-error.ts';
import type { Connection } from '../../connections.ts';
import { AccessError } from '../../requests/errors.ts';
import type { Access } from '../../source.ts';
import type { Surroundings } from '../../surroundings.ts';
import { save, startCopying } from '../run.ts';
import type { SourceLists } from '../source.ts';
import { type ChatwootSettings, settingsSchema, stateSchema } from '../state.ts';
import { assertColumns, hasCaptain, roleNotices } from './columns.ts';
import { readLists } from './lists.ts';
import { createReader, type Reader } from './reader.ts';
import { setAside, withRetries } from './retries.ts';
import type { TablesRun } from './run.ts';

/** What is read of a database before its conversations. */
interface Opening {
  readonly lists: SourceLists;
  readonly hasCaptain: boolean;
  /** What the role may do that copying does not need. */
  readonly notices: readonly string[];
}

/** Asks whether the account can be copied at all. Throws an `AccessError` with what to do where it cannot. */
export async function accessOf(settings: ChatwootSettings, surroundings: Surroundings): Promise<Access> {
  const reader = openReader(settings, surroundings);
  const { lists, notices } = await readOpening(reader, settings.account)
    .catch(setAside)
    .finally(reader.close);
  return {
    accountId: `chatwoot-${settings.account}`,
    account: { name: lists.account.name, timeZone: 'UTC' },
    state: {},
    lines: notices,
  };
}

/** The address is read now and is kept in memory alone. */
function openReader({ databaseEnv = '' }: ChatwootSettings, { environment }: Surroundings): Reader {
  const url = environment[databaseEnv] ?? '';
  if (!/^postgres(ql)?:\/\/./.test(url))
    throw new UsageError(
      `the variable ${databaseEnv} must hold the address of Chatwoot's database, such as postgresql://user@host/database`,
    );
  return createReader(serverOf(url, databaseEnv));
}

function readOpening(reader: Reader, account: number): Promise<Opening> {
  return reader.snapshot(async (ask) => {
    await assertColumns(ask);
    const lists = await readLists(ask, account);
    if (!lists) throw new AccessError(`Chatwoot's database has no account ${account}`);
    return { lists, hasCaptain: await hasCaptain(ask), notices: await roleNotices(ask) };
  });
}

const slowNotice =
  "Chatwoot's database takes long to tell what changed, so it is asked every 30 minutes; this index would help: create index concurrently on conversations (account_id, updated_at)";

/** Takes a stored connection up. */
export async function openRun(
  database: Database,
  { accountId, accountKey, settings, state }: Connection,
  surroundings: Surroundings,
): Promise<TablesRun> {
  const { time, progress, signal, between } = surroundings;
  const parsed = settingsSchema.parse(settings);
  const known = stateSchema.parse(state);
  const reader = openReader(parsed, surroundings);
  const { lists, hasCaptain, notices } = await withRetries(time, signal, 1, () =>
    readOpening(reader, parsed.account),
  );
  const options = {
    database,
    accountId,
    accountKey,
    settings: parsed,
    state: known,
    time,
    progress,
    between,
    lists,
  };
  const copying = await startCopying({ ...options, tellsCampaigns: true });
  known.notices.push(...notices, ...(known.tables.isSlow ? [slowNotice] : []));
  // Where REST takes over again, what differs between the ways is written anew.
  known.mustWalk = true;
  await save(copying);
  const { accountUrl, definitions } = copying.context;
  return {
    ...copying,
    reader,
    signal,
    options: { account: parsed.account, hasCaptain },
    seen: { conversations: new Set(), messages: new Set(), events: new Set() },
    salt: JSON.stringify([accountUrl, parsed.types, definitions.map(({ id, key, type }) => [id, key, type])]),
  };
}
