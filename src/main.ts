#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { registerConnect } from './commands/connect.ts';
import { registerDemo } from './commands/demo.ts';
import { registerExport } from './commands/export.ts';
import { registerGenerate } from './commands/generate.ts';
import { registerImport } from './commands/import.ts';
import { registerMigrate } from './commands/migrate.ts';
import { registerServe } from './commands/serve.ts';
import { registerToken } from './commands/token.ts';
import { messageOf } from './message.ts';
import { outliveReaders } from './output.ts';
import { StoppedError, UsageError } from './usage-error.ts';
import { version } from './version.ts';

outliveReaders();

const program = new Command('deskgraph')
  .description('GraphQL reporting gateway for helpdesk conversations')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: () => {} });

registerServe(program);
registerToken(program);
registerImport(program);
registerConnect(program);
registerMigrate(program);
registerExport(program);
registerGenerate(program);
registerDemo(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Prints what went wrong as one line. Code 2: nothing was done, and who typed the command can mend it. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof CommanderError && error.code === 'commander.help') return 2;
  process.stderr.write(`deskgraph: ${messageOf(error).replace(/^error: /, '')}\n`);
  if (error instanceof StoppedError) return 3;
  return error instanceof CommanderError || error instanceof UsageError ? 2 : 1;
}
