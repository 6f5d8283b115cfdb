import type { Command } from 'commander';
import { check } from '../connect/chatwoot/check.ts';
import { connect, copyOnce } from '../connect/chatwoot/connect.ts';
import { keepLive } from '../connect/chatwoot/live.ts';
import { openRun, type Surroundings } from '../connect/chatwoot/open.ts';
import type { Run } from '../connect/chatwoot/run.ts';
import type { ChatwootSettings } from '../connect/chatwoot/state.ts';
import { statusLines } from '../connect/chatwoot/status.ts';
import { type Connection, readConnection, readConnections } from '../connect/connections.ts';
import { lockConnection } from '../connect/lock.ts';
import { silentProgress, terminalProgress } from '../connect/progress.ts';
import { removeConnection } from '../connect/remove.ts';
import { AccessError, RoundOverError, SetAsideError } from '../connect/requests/errors.ts';
import { realTime } from '../connect/time.ts';
import { type Database, openCurrentDatabase } from '../database/client.ts';
import { refreshRollups } from '../rollups/refresh.ts';
import { keepRollupsFresh } from '../rollups/upkeep.ts';
import { settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import {
  addType,
  type ConversationType,
  toId,
  toRate,
  toSeconds,
  toUrl,
  toZone,
  types,
} from './connect-options.ts';

interface ChatwootOptions {
  readonly url: URL;
  readonly account: number;
  readonly as?: string;
  readonly publicUrl?: URL;
  readonly tokenEnv: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly timeZone?: string;
  readonly officeHours?: number;
  readonly type: Record<string, ConversationType>;
  readonly rate: number;
  readonly insecure?: true;
  readonly once?: true;
}

const countingMilliseconds = 10_000;

/** Adds `deskgraph connect`, which copies accounts out of the products that they live in. */
export function registerConnect(program: Command): void {
  const connectCommand = program
    .command('connect')
    .description('copy an account out of the product that it lives in, and keep the copy true');
  connectCommand
    .command('chatwoot')
    .description(
      'copy an account of Chatwoot by its REST API and keep the copy current; run again, it goes on where it stopped',
    )
    .requiredOption('--url <url>', 'where Chatwoot answers', toUrl)
    .requiredOption('--account <n>', 'the number of the account in Chatwoot', toId)
    .option('--as <id>', 'the name of the account here (default: chatwoot-N)')
    .option('--public-url <url>', 'where people open Chatwoot (default: --url)', toUrl)
    .option('--token-env <name>', "the variable that holds an administrator's access token", 'CHATWOOT_TOKEN')
    .option('--token-file <file>', 'or the file that holds it')
    .option('--ca-file <file>', 'certificates of an authority of your own')
    .option('--time-zone <zone>', "the account's time zone (default: Chatwoot's)", toZone)
    .option('--office-hours <inbox>', 'the inbox whose working hours are the office hours', toId)
    .option('--type <inbox=type>', `type of an inbox's conversations: ${types.join(', ')}`, addType, {})
    .option('--rate <n>', 'requests a minute', toRate, 240)
    .option('--insecure', 'send the token over plain http to another machine')
    .option('--once', 'end when all is copied, instead of keeping the copy current')
    .addHelpText('after', help)
    .action((options: ChatwootOptions) => withDatabase((database) => connectChatwoot(database, options)));
  connectCommand
    .command('status')
    .description('tell how far connected accounts are copied')
    .option('--as <id>', 'one account alone')
    .action((options: { as?: string }) => withDatabase((database) => printStatus(database, options.as)));
  connectCommand
    .command('check')
    .description(
      "compare copies with the source's own report; exit code 1 where they differ, 2 where it cannot be asked",
    )
    .option('--as <id>', 'one account alone')
    .option('--since <time>', 'compare what was created from then on', toSeconds)
    .option('--until <time>', 'and before then', toSeconds)
    .option('--repair', 'ask again for what differs', false)
    .action((options: CheckCommand) => withDatabase((database) => checkConnections(database, options)));
  connectCommand
    .command('remove')
    .description('forget how an account is reached, and delete the account with its tokens')
    .requiredOption('--as <id>', 'the account')
    .option('--keep-data', 'keep the account and its tokens; nothing is copied any more', false)
    .action((options: { as: string; keepData: boolean }) =>
      withDatabase((database) => remove(database, options)),
    );
}

const help = `
Read are conversations, times, statuses, agents, teams, labels, custom attributes, ratings with their comments, names of people and
subjects of emails. Never kept are texts of messages, emails, phone numbers, and passwords of inboxes. The token is read from its
variable or file at each start and is not stored. Chatwoot has no token for reading alone: it must be an administrator's.`;

async function connectChatwoot(database: Database, options: ChatwootOptions): Promise<void> {
  if (!options.insecure && options.url.protocol === 'http:' && !isLoopback(options.url))
    throw new UsageError('--url is plain http: the token could be read on its way; use https, or --insecure');
  const surroundings = surroundingsOf(true);
  const accountId = options.as ?? `chatwoot-${options.account}`;
  const connection = await connect(database, accountId, settingsFrom(options), surroundings);
  const run = await copyOnce(database, connection, surroundings).catch((error: unknown) => {
    if (error instanceof AccessError) throw new Error(`${error.message}; what is copied stays`);
    throw error;
  });
  await refreshRollups(database);
  await printOutcome(database, run);
  if (!options.once) await stayLive(database, accountId);
}

/** Keeps a copied account current until the command is told to end. */
async function stayLive(database: Database, accountId: string): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  process.stdout.write('changes are copied as they come; Ctrl+C ends it, `deskgraph serve` does the same\n');
  process.exitCode = 0;
  const stopCounting = keepRollupsFresh(database, countingMilliseconds, () => {});
  const tell = (error: unknown): void =>
    void process.stderr.write(
      `deskgraph: ${error instanceof Error ? error.message.split('\n')[0] : error}\n`,
    );
  const surroundings = { ...surroundingsOf(false), signal: stopping.signal };
  await keepLive(database, () => readConnection(database, accountId), surroundings, tell);
  await stopCounting();
}

function settingsFrom(options: ChatwootOptions): ChatwootSettings {
  const { url, account, tokenEnv, tokenFile, caFile, timeZone, officeHours, rate, type } = options;
  const optional = { tokenFile, caFile, timeZone, officeHours };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    url: addressOf(url),
    account,
    publicUrl: addressOf(options.publicUrl ?? url),
    tokenEnv,
    types: type,
    rate,
    ...(Object.fromEntries(given) as Partial<ChatwootSettings>),
  };
}

/** Tells what was copied; exit code 1 where something could not be. */
async function printOutcome(database: Database, run: Run): Promise<void> {
  const lines = await statusLines(database, { ...run, source: 'chatwoot', holder: null }, Date.now());
  const sent = Array.from(run.client.sent.values()).reduce((sum, count) => sum + count, 0);
  process.stdout.write([...lines, `  requests: ${sent}`, ''].join('\n'));
  const isUnreadable = lines.some((line) => /^ {2}unreadable: [1-9]/.test(line));
  if (isUnreadable || Object.keys(run.state.refused).length > 0) process.exitCode = 1;
}

async function printStatus(database: Database, as: string | undefined): Promise<void> {
  for (const connection of await connectionsNamed(database, as))
    process.stdout.write([...(await statusLines(database, connection, Date.now())), ''].join('\n'));
}

interface CheckCommand {
  readonly as?: string;
  readonly since?: number;
  readonly until?: number;
  readonly repair: boolean;
}

async function checkConnections(database: Database, { as, ...options }: CheckCommand): Promise<void> {
  for (const connection of await connectionsNamed(database, as)) {
    const release = await lockConnection(database, connection.accountKey);
    try {
      const run = await openRun(database, connection, surroundingsOf(false));
      const print = (line: string): void => void process.stdout.write(`${line}\n`);
      const { kind } = await check(run, { ...options, print });
      const code = kind === 'equal' ? 0 : kind === 'unknown' ? 2 : 1;
      process.exitCode = Math.max(Number(process.exitCode ?? 0), code);
    } catch (error) {
      const isUnasked = [AccessError, SetAsideError, RoundOverError].some((kind) => error instanceof kind);
      if (isUnasked) throw new UsageError((error as Error).message);
      throw error;
    } finally {
      await release();
    }
  }
  await refreshRollups(database);
}

async function remove(
  database: Database,
  { as, keepData }: { as: string; keepData: boolean },
): Promise<void> {
  for (const connection of await connectionsNamed(database, as)) {
    const release = await lockConnection(database, connection.accountKey);
    await removeConnection(database, connection, { keepsData: keepData }).finally(release);
    process.stdout.write(keepData ? `${as} is copied no more\n` : `${as} is deleted\n`);
  }
}

async function connectionsNamed(database: Database, as: string | undefined): Promise<Connection[]> {
  const all = await readConnections(database);
  const named = as === undefined ? all : all.filter(({ accountId }) => accountId === as);
  if (named.length > 0) return named;
  throw new UsageError(as === undefined ? 'no account is connected' : `no account "${as}" is connected`);
}

function surroundingsOf(shows: boolean): Surroundings {
  return {
    environment: process.env,
    time: realTime,
    signal: new AbortController().signal,
    progress: shows ? terminalProgress(process.stderr, realTime) : silentProgress,
  };
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openCurrentDatabase(settingsOf(process.env));
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

function addressOf(url: URL): string {
  return url.href.replace(/\/$/, '');
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}
