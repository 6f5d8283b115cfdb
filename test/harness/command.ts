import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** What a finished run of the command line left behind. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const builtHere = resolve('dist/main.js');

/** Starts the real command line as it is shipped; `environment` is all that it knows of the outside besides the path. */
export function startCommand(
  args: readonly string[],
  environment: Record<string, string> = {},
  cwd = '.',
  program = builtHere,
): ChildProcess {
  const { PATH = '' } = process.env;
  return spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH, ...environment },
    stdio: 'pipe',
  });
}

/** Runs the command line to its end, with `input` on its standard input. */
export async function runCommand(
  args: readonly string[],
  environment: Record<string, string> = {},
  input = '',
  cwd = '.',
  program = builtHere,
): Promise<CommandResult> {
  const child = startCommand(args, environment, cwd, program);
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error('the command has no pipes');
  stdin.on('error', () => {}); // A command may end before it has read its input.
  stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const [code, out, err] = await Promise.all([ended, text(stdout), text(stderr)]);
  return { code, stdout: out, stderr: err };
}

/** A started `deskgraph serve`. */
export interface RunningServer {
  readonly address: string;
  /** Sends SIGTERM, or another signal, and returns the exit code and the log. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<{ code: number | null; log: string }>;
  /** Reads no more of the log, which the server writes to a pipe: its next line finds no reader. */
  readonly closeLog: () => void;
}

/** Starts `deskgraph serve` on a free port and waits until it answers. */
export async function startServer(
  environment: Record<string, string>,
  program = builtHere,
): Promise<RunningServer> {
  const child = startCommand(['serve'], { PORT: '0', ...environment }, '.', program);
  // A log that is read no more has no end that could be waited for.
  const log = text(child.stderr ?? Readable.from([])).catch(() => '');
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let printed = '';
  for await (const chunk of child.stdout ?? []) {
    printed += chunk;
    const address = /(http:\S+)\/graphql/.exec(printed)?.[1];
    if (!address) continue;
    return {
      address,
      stop: async (signal = 'SIGTERM') => {
        child.kill(signal);
        return { code: await ended, log: await log };
      },
      closeLog: () => void child.stderr?.destroy(),
    };
  }
  throw new Error(`deskgraph serve ended: ${await log}`);
}
