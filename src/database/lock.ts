import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../usage-error.ts';

/**
 * Takes the embedded database for this process and returns how to give it back. Throws a `UsageError` that names
 * the process which holds it. A lock left behind by a process that is gone is taken over.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  try {
    return await claimDataDir(dataDir);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `DATA_DIR ${dataDir} cannot be used: ${error instanceof Error ? error.message : error}`,
    );
  }
}

async function claimDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const lockFile = join(dataDir, 'deskgraph.pid');
  await assertFree(lockFile, dataDir);
  const claim = `${lockFile}.${process.pid}`;
  await writeFile(claim, String(process.pid));
  await rename(claim, lockFile);
  // Two processes may have found the lock free at the same moment: the one that wrote last keeps it.
  await sleep(20);
  await assertFree(lockFile, dataDir);
  return () => rm(lockFile, { force: true });
}

async function assertFree(lockFile: string, dataDir: string): Promise<void> {
  const holder = Number(await readFile(lockFile, 'utf8').catch(() => '0'));
  if (holder === process.pid || !isRunning(holder)) return;
  throw new UsageError(
    `DATA_DIR ${dataDir} is in use by process ${holder}; stop that process or set another DATA_DIR`,
  );
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
