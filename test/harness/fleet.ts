import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningServer, startServer } from './command.ts';
import { freePort } from './own-postgres.ts';

/** Where Debian keeps haproxy; undefined where it is not installed. */
export const haproxyProgram = existsSync('/usr/sbin/haproxy') ? '/usr/sbin/haproxy' : undefined;

/** Tells which process an answer is of: added to what is shipped. */
export const processHeader = 'deskgraph-process';

/** A process of a fleet, at a port of its own. */
interface Member {
  /** What the balancer calls it. */
  readonly name: string;
  /** Ends it, by SIGTERM or otherwise, and starts it again; resolves when it is ready. */
  readonly restart: (signal: NodeJS.Signals) => Promise<void>;
  readonly isReady: () => boolean;
  readonly metrics: () => Promise<string>;
}

/** What haproxy knows. */
interface Looks {
  /** Which of the processes it sends requests to. */
  readonly isUp: (index: number) => boolean;
  /** Requests that it has sent again, to the same process and to another one. */
  readonly retries: number;
  readonly redispatches: number;
}

/** Processes behind haproxy as `deploy/haproxy.cfg` has them. */
export interface Fleet {
  readonly address: string;
  readonly members: readonly Member[];
  readonly looks: () => Promise<Looks>;
  /** Ends all, and returns what the processes have logged. */
  readonly stop: () => Promise<string>;
}

export async function startFleet(
  program: string,
  processes: number,
  environment: Record<string, string>,
): Promise<Fleet> {
  const ports = await Promise.all(Array.from({ length: processes }, freePort));
  const logs: string[] = [];
  const members = await Promise.all(
    ports.map((port, index) =>
      startMember(
        nameOf(index),
        { TRUSTED_PROXIES: '1', DRAIN_MS: '3000', ...environment, PORT: String(port) },
        logs,
      ),
    ),
  );
  const balancer = await startHaproxy(program, ports);
  const { address, socket } = balancer;
  await untilReady(address);
  return {
    address,
    members,
    looks: () => lookAt(socket),
    stop: async () => {
      await Promise.all(members.map(({ stop }) => stop()));
      await balancer.stop();
      return logs.join('');
    },
  };
}

const nameOf = (index: number): string => `process${index}`;

async function startMember(name: string, environment: Record<string, string>, logs: string[]) {
  let server: RunningServer | undefined = await startServer(environment);
  const stop = async (signal?: NodeJS.Signals): Promise<void> => {
    const stopping = server;
    server = undefined;
    const ended = await stopping?.stop(signal);
    if (ended) logs.push(ended.log);
  };
  const restart = async (signal: NodeJS.Signals): Promise<void> => {
    await stop(signal);
    const started = await startServer(environment);
    await untilReady(started.address);
    server = started;
  };
  return {
    name,
    restart,
    stop,
    isReady: () => server !== undefined,
    metrics: async () => (await fetch(`${server?.address}/metrics`)).text(),
  };
}

async function startHaproxy(program: string, ports: readonly number[]) {
  const folder = await mkdtemp(join(tmpdir(), 'deskgraph-haproxy-'));
  const [port, socket] = [await freePort(), join(folder, 'socket')];
  const shipped = await readFile('deploy/haproxy.cfg', 'utf8');
  const servers = ports.map((each, index) => `    server ${nameOf(index)} 127.0.0.1:${each}\n`);
  const configuration = shipped
    .replace(/^global\n/m, `global\n    stats socket ${socket}\n`)
    .replace(/^backend .*\n/m, `$&    http-after-response set-header ${processHeader} %s\n`)
    .replace(/^ {4}bind .*/m, `    bind 127.0.0.1:${port}`)
    .replace(/( {4}server .*\n)+/, servers.join(''));
  await writeFile(join(folder, 'haproxy.cfg'), configuration);
  const child = spawn(program, ['-f', join(folder, 'haproxy.cfg')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = text(child.stderr);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) throw new Error(`haproxy had ended: ${await said}`);
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    await rm(folder, { recursive: true });
  };
  return { address: `http://127.0.0.1:${port}`, socket, stop };
}

async function untilReady(address: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/health/ready`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(100);
  }
}

async function lookAt(socket: string): Promise<Looks> {
  const connection = connect(socket);
  connection.end('show stat\n');
  const [names = [], ...rows] = (await text(connection)).split('\n').map((line) => line.split(','));
  const backend = rows.find((row) => row[1] === 'BACKEND');
  const of = (name: string): number => Number(backend?.[names.indexOf(name)]);
  const isUp = (index: number): boolean =>
    rows.find((row) => row[1] === nameOf(index))?.[names.indexOf('status')]?.startsWith('UP') ?? false;
  return { isUp, retries: of('wretr'), redispatches: of('wredis') };
}
