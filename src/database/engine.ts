import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { unpack } from './unpack.ts';

/** A database without any tables, packed by `npm run prepare` and shipped with the package. */
export const emptyDatabase = fileURLToPath(new URL('../../empty-database.tar.gz', import.meta.url));

// The engine's own default is 128 MB of shared buffers, all of it resident from the start.
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];

/**
 * Opens the database of a folder, or makes it. One whose making was cut short, by a kill, is made again from the start.
 *
 * To make one from nothing takes the engine five seconds of work and 800 MB, which it does only where none was packed.
 */
export async function openEngine(dataDir: string): Promise<PGlite> {
  const place = join(dataDir, 'pgdata');
  const unfinished = join(dataDir, 'pgdata.unfinished');
  if (existsSync(place) && !existsSync(unfinished)) return PGlite.create({ dataDir: place, startParams });
  await writeFile(unfinished, '');
  await rm(place, { recursive: true, force: true });
  if (existsSync(emptyDatabase)) await unpack(emptyDatabase, place);
  const engine = await PGlite.create({ dataDir: place, startParams });
  await rm(unfinished);
  return engine;
}
