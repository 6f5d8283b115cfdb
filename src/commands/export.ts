import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { GraphQLError } from 'graphql';
import { readOwner } from '../auth/caller.ts';
import { openCurrentDatabase } from '../database/client.ts';
import { messageOf } from '../message.ts';
import type { Export, Reading } from '../rest/export/export.ts';
import { allExports } from '../rest/export/source.ts';
import { settingsOf } from '../settings.ts';
import { barOf, TerminalLine } from '../terminal-line.ts';
import { UsageError } from '../usage-error.ts';

type Options = Readonly<Record<string, string>>;

/** Adds `deskgraph export …`, a command for each download, whose options are its parameters. */
export function registerExport(program: Command): void {
  const group = program.command('export').description('write CSV');
  for (const each of allExports) {
    const command = group
      .command(each.name)
      .description(`write ${each.description} as CSV`)
      .requiredOption('--account <id>', 'the account')
      .option('--output <file>', 'where to write (default: standard output)');
    for (const [name, description] of Object.entries(each.parameters)) {
      const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      command.option(`--${dashed} <value>`, description);
      // The parameter's own spelling is taken as well.
      if (dashed !== name) command.addOption(new Option(`--${name} <value>`).hideHelp());
    }
    command.action((options: Options) => runExport(each, options));
  }
}

async function runExport(asked: Export, { account, output, ...query }: Options): Promise<void> {
  const database = await openCurrentDatabase(settingsOf(process.env));
  try {
    const caller = await readOwner(database, account ?? '');
    if (!caller) throw new UsageError(`There is no account ${account}.`);
    const reading = asked.read({ database, caller }, new URLSearchParams(query));
    await write(reading, asked.rows, output === undefined ? process.stdout : createWriteStream(output));
  } catch (error) {
    // The reader, such as `head`, has seen enough.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
    throw told(error);
  } finally {
    await database.close();
  }
}

async function write({ next, total }: Reading, name: string, output: NodeJS.WritableStream): Promise<void> {
  const line = new TerminalLine(process.stderr);
  const all = process.stderr.isTTY ? await total() : 0;
  async function* texts(): AsyncGenerator<string> {
    let written = 0;
    for (let part = await next(); part; part = await next()) {
      written += part.rows;
      line.draw(() => `${barOf(all === 0 ? 1 : Math.min(1, written / all))} ${written} ${name}`);
      yield part.text;
    }
  }
  try {
    // Pages are long: one waits while the one before is written.
    await pipeline(Readable.from(texts(), { highWaterMark: 1 }), output);
  } finally {
    line.clear();
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
