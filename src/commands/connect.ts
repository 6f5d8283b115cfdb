import type { Command } from 'commander';
import { connect, copyOnce } from '../connect/connect.ts';
import { readConnection } from '../connect/connections.ts';
import { keepLive } from '../connect/keep-live.ts';
import { addressOf, toUrl } from '../connect/options.ts';
import { terminalProgress } from '../connect/progress.ts';
import { isUnasked } from '../connect/requests/errors.ts';
import type { Source } from '../connect/source.ts';
import { sources } from '../connect/sources.ts';
import { isPartial, statusLines } from '../connect/status.ts';
import { realTime } from '../connect/time.ts';
import { refreshRollups } from '../counting/ahead/refresh.ts';
import { countMeanwhile, keepRollupsFresh } from '../counting/ahead/upkeep.ts';
import type { Database } from '../database/client.ts';
import { UsageError } from '../usage-error.ts';
import { registerConnected, surroundingsOf, withDatabase } from './connected.ts';

interface ConnectCommand {
  readonly as?: string;
  readonly webhookUrl?: URL;
  readonly once?: true;
}

const countingMilliseconds = 10_000;

/** Adds `deskgraph connect`, which copies accounts out of the products that they live in. */
export function registerConnect(program: Command): void {
  const connectCommand = program
    .command('connect')
    .description('copy an account out of the product that it lives in, and keep the copy true');
  for (const source of sources) registerSource(connectCommand, source);
  registerConnected(connectCommand);
}

function registerSource(connectCommand: Command, source: Source): void {
  const { name, title, description, help, addOptions } = source;
  addOptions(connectCommand.command(name).description(description))
    .option('--as <id>', `the name of the account here (default: ${name} and what ${title} calls it)`)
    .option('--webhook-url <url>', `where ${title} reaches this deskgraph, to tell of changes at once`, toUrl)
    .option('--once', 'end when all is copied, instead of keeping the copy current')
    .addHelpText('after', help)
    .action((options: ConnectCommand) =>
      withDatabase((database) => connectAccount(database, source, options)),
    );
}

async function connectAccount(database: Database, source: Source, options: ConnectCommand): Promise<void> {
  const { as, webhookUrl } = options;
  let sent = 0;
  const progress = terminalProgress(process.stderr, realTime);
  const onSent = (): void => void sent++;
  const surroundings = { ...surroundingsOf(new AbortController().signal), progress, onSent };
  const { connection, lines } = await connect(
    database,
    source,
    source.settingsFrom(options),
    { as, webhookUrl: webhookUrl && addressOf(webhookUrl) },
    surroundings,
  );
  for (const line of lines) process.stdout.write(`${line}\n`);
  const stopCounting = countMeanwhile(database, countingMilliseconds);
  const { tasks } = await copyOnce(database, connection, surroundings)
    .catch((error: unknown) => {
      if (isUnasked(error)) throw new UsageError(`${error.message} (what is copied stays)`);
      throw error;
    })
    .finally(stopCounting);
  await refreshRollups(database);
  await printOutcome(database, connection.accountId, sent);
  // Nothing keeps the copy of a dump current.
  if (!options.once && tasks.length > 0) await stayLive(database, connection.accountId);
}

/** Tells what was copied; exit code 1 where something could not be. */
async function printOutcome(database: Database, accountId: string, sent: number): Promise<void> {
  const connection = await readConnection(database, accountId);
  if (!connection) return;
  const lines = await statusLines(database, connection, Date.now());
  process.stdout.write([...lines, `  requests: ${sent}`, ''].join('\n'));
  if (await isPartial(database, connection)) process.exitCode = 1;
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
  const surroundings = { ...surroundingsOf(stopping.signal), tell: (notice: string) => tell(notice) };
  await keepLive(database, accountId, surroundings, tell);
  await stopCounting();
}
