#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { messageOf } from './message.ts';
import { outliveReaders } from './output.ts';
import { StoppedError, UsageError } from './usage-error.ts';
import { version } from './version.ts';

/** Adds a command, or several, to the program. */
type Register = (program: Command) => void;

/** How each command is loaded, in the order of the help. */
const commands: Readonly<Record<string, () => Promise<Register>>> = {
  serve: async () => (await import('./commands/serve.ts')).registerServe,
  token: async () => (await import('./commands/token.ts')).registerToken,
  import: async () => (await import('./commands/import.ts')).registerImport,
  connect: async () => (await import('./commands/connect.ts')).registerConnect,
  migrate: async () => (await import('./commands/migrate.ts')).registerMigrate,
  export: async () => (await import('./commands/export.ts')).registerExport,
  generate: async () => (await import('./commands/generate.ts')).registerGenerate,
  demo: async () => (await import('./commands/demo.ts')).registerDemo,
};

outliveReaders();

const program = new Command('deskgraph')
  .description('GraphQL reporting gateway for helpdesk conversations')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: () => {} });

try {
  for (const load of commandsFor(process.argv[2])) (await load())(program);
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** The command that is asked for alone, as the others take longer to load than it runs; all of them for the help and for a typing error. */
function commandsFor(name: string | undefined): (() => Promise<Register>)[] {
  if (name === '--version' || name === '-V') return [];
  const asked = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  return asked ? [asked] : Object.values(commands);
}

/** Prints what went wrong as one line. Code 2: nothing was done, and who typed the command can mend it. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof CommanderError && error.code === 'commander.help') return 2;
  process.stderr.write(`deskgraph: ${messageOf(error).replace(/^error: /, '')}\n`);
  if (error instanceof StoppedError) return 3;
  return error instanceof CommanderError || error instanceof UsageError ? 2 : 1;
}
