import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';

/** A database without any tables, packed by `npm run prepare` and shipped with the package. */
export const emptyDatabase = fileURLToPath(new URL('../../empty-database.tar.gz', import.meta.url));

// The engine's own default is 128 MB of shared buffers, all of it resident from the start.
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];

const gzip = 'application/x-gzip';

/** Opens the database of a folder, or makes it. One whose making was cut short, by a kill, is made again from the start. */
export async function openEngine(dataDir: string): Promise<PGlite> {
  const place = join(dataDir, 'pgdata');
  const unfinished = join(dataDir, 'pgdata.unfinished');
  if (existsSync(place) && !existsSync(unfinished)) return PGlite.create({ dataDir: place, startParams });
  await writeFile(unfinished, '');
  await rm(place, { recursive: true, force: true });
  const engine = await createEngine(place);
  await rm(unfinished);
  return engine;
}

/**
 * A new database, in memory without a folder. To make one from nothing takes the engine five seconds of work and 800 MB,
 * to unpack one a fifth and less than an import needs. It does the former where none was packed.
 */
export async function createEngine(dataDir?: string): Promise<PGlite> {
  return PGlite.create({
    startParams,
    ...(dataDir && { dataDir }),
    ...(existsSync(emptyDatabase) && {
      loadDataDir: new Blob([await readFile(emptyDatabase)], { type: gzip }),
    }),
  });
}
