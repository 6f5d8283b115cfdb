import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../usage-error.ts';

/** The name of an empty file that claims a database: the process, when it started, what no other claim has, and the host. */
const claimForm = /^deskgraph\.pid\.(\d+)\.(\d*)\.[0-9a-f-]{36}\.(.+)$/;
const host = encodeURIComponent(hostname());

/**
 * Takes the embedded database for this process and returns how to give it back. Throws a `UsageError` that names
 * the process which holds it. A claim left behind by a process that is gone is removed.
 *
 * Each process makes a claim of its own before it looks for others, and takes its own back where it finds one: of two that
 * start at the same moment at least one sees the other, and perhaps both do. As no claim's name comes twice, removing one
 * of a process that is gone cannot hit another.
 *
 * Whether a process is gone can only be told on its own host. Another container's is believed to run, so the claim of
 * one that was killed and made anew under another name stays until somebody removes it. A container that is
 * started again keeps its name; containers that share one must not share a folder.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const own = `deskgraph.pid.${process.pid}.${startOf(process.pid)}.${randomUUID()}.${host}`;
  const release = () => rm(join(dataDir, own), { force: true });
  const holder = await claim(dataDir, own).catch((error: unknown) => {
    throw new UsageError(
      `DATA_DIR ${dataDir} cannot be used: ${error instanceof Error ? error.message : error}`,
    );
  });
  if (holder === undefined) return release;
  await release();
  throw new UsageError(
    `DATA_DIR ${dataDir} is in use by ${holder}; stop that process or set another DATA_DIR`,
  );
}

/** Makes a claim and tells the process that has one already; undefined where there is none. */
async function claim(dataDir: string, own: string): Promise<string | undefined> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, own), '', { flag: 'wx' });
  for (const name of await readdir(dataDir)) {
    const [, pid = '', start, place = ''] = claimForm.exec(name) ?? [];
    if (!pid || name === own) continue;
    if (place !== host)
      return `process ${pid} on ${decodeURIComponent(place)}, or ${name} in it was left behind`;
    if (isRunning(Number(pid), start)) return `process ${pid}`;
    await rm(join(dataDir, name), { force: true });
  }
  return undefined;
}

/** Whether a process runs that started then: numbers are given again, and in a container the first is always 1. */
function isRunning(pid: number, start: string | undefined): boolean {
  const present = startOf(pid);
  if (present !== '' && present !== start) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When a process started, in ticks of Linux since the machine did; empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, a name in parentheses, may hold anything.
    return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? '';
  } catch {
    return '';
  }
}
