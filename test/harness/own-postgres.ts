import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PostgreSQL server of a test's own, which it may do anything to. */
export interface OwnPostgres {
  readonly url: string;
  readonly start: () => Promise<void>;
  /** Without a goodbye to its clients. */
  readonly stop: () => Promise<void>;
  /** Makes a primary of a replica. */
  readonly promote: () => Promise<void>;
  readonly destroy: () => Promise<void>;
}

/** Where Debian keeps the newest server's programs; undefined where none is installed. */
export function postgresPrograms(): string | undefined {
  try {
    const versions = readdirSync('/usr/lib/postgresql').sort((one, other) => Number(other) - Number(one));
    return versions[0] && `/usr/lib/postgresql/${versions[0]}/bin`;
  } catch {
    return undefined;
  }
}

export async function createPostgres(programs: string, connections: number): Promise<OwnPostgres> {
  const make = async (data: string): Promise<void> => {
    await runAsServer(`${programs}/initdb`, '-D', data, '-U', 'postgres', '--auth=trust', '--no-sync');
  };
  return startOwn(programs, { fsync: 'off', max_connections: connections }, make);
}

/** A replica of another server, which streams from it and answers beside it. */
export async function createReplica(
  programs: string,
  primary: OwnPostgres,
  connections: number,
): Promise<OwnPostgres> {
  const copy = async (data: string): Promise<void> => {
    const from = ['-d', primary.url, '-D', data];
    await runAsServer(`${programs}/pg_basebackup`, ...from, '-R', '--checkpoint=fast', '--no-sync');
  };
  // A statement in the way of what the primary has done is cancelled soon.
  const settings = { fsync: 'off', max_connections: connections, max_standby_streaming_delay: 100 };
  return startOwn(programs, settings, copy);
}

async function startOwn(
  programs: string,
  settings: Record<string, string | number>,
  make: (data: string) => Promise<void>,
): Promise<OwnPostgres> {
  const folder = (await runAsServer('mktemp', '-d')).trim();
  const port = await freePort();
  const data = `${folder}/data`;
  const own = { listen_addresses: '127.0.0.1', port, unix_socket_directories: folder, ...settings };
  const options = Object.entries(own).map(([name, value]) => `-c ${name}=${value}`);
  const control = (...args: string[]) => runAsServer(`${programs}/pg_ctl`, '-D', data, '-w', ...args);
  await make(data);
  const start = async (): Promise<void> =>
    void (await control('-l', `${folder}/log`, '-o', options.join(' '), 'start'));
  const stop = async (): Promise<void> => void (await control('-m', 'immediate', 'stop'));
  await start();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop,
    promote: async () => void (await control('promote')),
    destroy: async () => {
      await stop().catch(() => {}); // A test may have left it stopped.
      await runAsServer('rm', '-r', folder);
    },
  };
}

export async function runAsServer(program: string, ...args: string[]): Promise<string> {
  const [file = program, ...before] = asServer(program);
  return (await run(file, [...before, ...args], { cwd: '/' })).stdout;
}

/** A command line: PostgreSQL and PgBouncer refuse to run as root. */
export function asServer(program: string): string[] {
  return process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', program] : [program];
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
