import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { freePort } from './own-postgres.ts';

/** Where Debian keeps Redis; undefined where it is not installed. */
export const redisProgram = existsSync('/usr/bin/redis-server') ? '/usr/bin/redis-server' : undefined;

/** A Redis server of a test's own. */
export interface OwnRedis {
  readonly url: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function createRedis(program: string): Promise<OwnRedis> {
  const port = await freePort();
  let stop = async (): Promise<void> => {};
  const start = async (): Promise<void> => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], cwd: '/' });
    stop = async () => {
      const ended = child.exitCode === null && once(child, 'exit');
      child.kill();
      await ended;
    };
    for await (const line of child.stdout) if (/Ready to accept connections/.test(String(line))) break;
    child.stdout.destroy();
  };
  await start();
  return { url: `redis://127.0.0.1:${port}`, start, stop: () => stop() };
}
