import { open } from 'node:fs/promises';
import { UsageError } from '../usage-error.ts';

const chunkBytes = 65_536;

/** One of the command's arguments, opened. */
export interface Input {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes; undefined where they cannot be known before. */
  readonly size: number | undefined;
  readonly rejectsPath: string;
}

/** Opens a file, or standard input for `-`. Throws a `UsageError` where there is nothing to read. */
export async function openInput(path: string): Promise<Input> {
  if (path === '-') {
    return { name: 'stdin', chunks: process.stdin, size: undefined, rejectsPath: 'stdin.rejects.ndjson' };
  }
  const handle = await open(path, 'r').catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message}`);
  });
  const stats = await handle.stat();
  if (stats.isDirectory()) throw new UsageError(`${path} is a folder; name the files in it`);
  const chunks = handle.createReadStream({ highWaterMark: chunkBytes });
  const size = stats.isFile() ? stats.size : undefined;
  return { name: path, chunks, size, rejectsPath: `${path}.rejects.ndjson` };
}
