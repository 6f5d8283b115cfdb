import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { GraphQLError } from 'graphql';
import { readOwner } from '../auth/caller.ts';
import { type Database, openCurrentDatabase } from '../database/client.ts';
import { loadTotal } from '../entities/conversation/loader.ts';
import { messageOf } from '../message.ts';
import type { Context } from '../reporting/context.ts';
import { csvOf } from '../rest/export/conversations.ts';
import { parameters, questionOf } from '../rest/export/question.ts';
import { settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { ExportProgress } from './export-progress.ts';

type Options = Readonly<Record<string, string>>;

/** Adds `deskgraph export conversations`, whose options are the parameters of `/export/conversations.csv`. */
export function registerExport(program: Command): void {
  const command = program
    .command('export')
    .description('write CSV')
    .command('conversations')
    .description('write conversations as CSV')
    .requiredOption('--account <id>', 'the account')
    .option('--output <file>', 'where to write (default: standard output)');
  for (const [name, description] of Object.entries(parameters)) {
    const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.option(`--${dashed} <value>`, description);
    // The parameter's own spelling is taken as well.
    if (dashed !== name) command.addOption(new Option(`--${name} <value>`).hideHelp());
  }
  command.action(exportConversations);
}

async function exportConversations({ account, output, ...query }: Options): Promise<void> {
  const database = await openCurrentDatabase(settingsOf(process.env));
  try {
    await write(database, account ?? '', output, new URLSearchParams(query));
  } catch (error) {
    // The reader, such as `head`, has seen enough.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
    throw told(error);
  } finally {
    await database.close();
  }
}

async function write(
  database: Database,
  account: string,
  output: string | undefined,
  query: URLSearchParams,
): Promise<void> {
  const caller = await readOwner(database, account);
  if (!caller) throw new UsageError(`There is no account ${account}.`);
  const context: Context = { database, caller };
  const next = csvOf(context, query);
  const total = process.stderr.isTTY ? await loadTotal(context, questionOf(query, caller).rows) : 0;
  const progress = new ExportProgress(process.stderr, total);
  async function* texts(): AsyncGenerator<string> {
    for (let part = await next(); part; part = await next()) {
      progress.add(part.count);
      yield part.text;
    }
  }
  try {
    // Pages are long: one waits while the one before is written.
    const source = Readable.from(texts(), { highWaterMark: 1 });
    await pipeline(source, output === undefined ? process.stdout : createWriteStream(output));
  } finally {
    progress.clear();
  }
}

/** What was asked wrongly is told by the option's name; the file's error names the file. */
function told(error: unknown): Error {
  if (error instanceof UsageError) return error;
  if (error instanceof GraphQLError) {
    const { argument } = error.extensions;
    return new UsageError(argument ? `--${argument}: ${error.message}` : error.message);
  }
  const isOfFile = error instanceof Error && 'syscall' in error && error.syscall === 'open';
  return isOfFile ? new UsageError(error.message) : new Error(messageOf(error), { cause: error });
}
