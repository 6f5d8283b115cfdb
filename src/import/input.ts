import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '../usage-error.ts';
import type { RejectsPlace } from './rejects-file.ts';

const chunkBytes = 65_536;

/** One of the command's arguments, opened. */
export interface Input {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes; undefined where they cannot be known before. */
  readonly size: number | undefined;
  readonly rejects: RejectsPlace;
}

/** Opens a file, or standard input for `-`. Throws a `UsageError` where there is nothing to read. */
export async function openInput(path: string, startedAt: Date): Promise<Input> {
  if (path === '-') {
    return {
      name: 'stdin',
      chunks: process.stdin,
      size: undefined,
      rejects: rejectsOfRun('stdin', startedAt),
    };
  }
  const handle = await open(path, 'r').catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message}`);
  });
  const stats = await handle.stat();
  if (stats.isDirectory()) throw new UsageError(`${path} is a folder; name the files in it`);
  const chunks = handle.createReadStream({ highWaterMark: chunkBytes });
  if (!stats.isFile())
    return { name: path, chunks, size: undefined, rejects: rejectsOfRun(basename(path), startedAt) };
  return {
    name: path,
    chunks,
    size: stats.size,
    rejects: { stem: `${path}.rejects`, mode: stats.mode & 0o777 },
  };
}

/** A pipe has no place of its own, and another one comes under its name: its rejected lines go to the working directory. */
function rejectsOfRun(name: string, startedAt: Date): RejectsPlace {
  const time = startedAt.toISOString().replace(/\.\d+|[-:]/g, '');
  return { stem: `${name}.rejects.${time}`, mode: 0o600 };
}
