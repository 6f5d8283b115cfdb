import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asServer, freePort } from './own-postgres.ts';
import { withServer } from './postgres.ts';

/** Where Debian keeps PgBouncer; undefined where it is not installed. */
export const pgbouncerProgram = existsSync('/usr/sbin/pgbouncer') ? '/usr/sbin/pgbouncer' : undefined;

/** A PgBouncer in front of a server, with its settings as they come but for where it listens and whom it lets in. */
export interface Pooler {
  /** The address of a database through it. */
  readonly urlOf: (databaseUrl: string) => string;
  readonly stop: () => Promise<void>;
}

export async function startPgbouncer(
  program: string,
  mode: 'session' | 'transaction',
  serverUrl: string,
): Promise<Pooler> {
  const { hostname, port: serverPort, username } = new URL(serverUrl);
  const folder = await mkdtemp(join(tmpdir(), 'deskgraph-pgbouncer-'));
  const port = await freePort();
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: join(folder, 'users'),
    pool_mode: mode,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const databases = `[databases]\n* = host=${hostname} port=${serverPort || 5432}\n`;
  await writeFile(join(folder, 'users'), `"${username}" ""\n`);
  await writeFile(join(folder, 'pgbouncer.ini'), `${databases}[pgbouncer]\n${lines.join('\n')}\n`);
  await chmod(folder, 0o755);
  const [file = program, ...args] = asServer(program);
  const child = spawn(file, [...args, join(folder, 'pgbouncer.ini')], { stdio: 'ignore', cwd: '/' });
  const urlOf = (databaseUrl: string): string => {
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${port}`;
    return url.href;
  };
  await untilItAnswers(child, urlOf(serverUrl));
  return {
    urlOf,
    stop: async () => {
      const survived = child.exitCode === null;
      const ended = survived && once(child, 'exit');
      child.kill();
      await ended;
      if (!survived) throw new Error(`pgbouncer had ended with ${child.exitCode}`);
      await rm(folder, { recursive: true });
    },
  };
}

async function untilItAnswers(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with ${child.exitCode}`);
    const answers = await withServer(url, (client) => client.query('select 1')).catch(() => undefined);
    if (answers) return;
    await sleep(50);
  }
}
