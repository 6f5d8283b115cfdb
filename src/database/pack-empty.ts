import { writeFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { emptyDatabase } from './engine.ts';

// Made by the installed engine, so that it always is one that this engine can open.
const engine = await PGlite.create();
const dump = await engine.dumpDataDir('gzip');
await engine.close();
await writeFile(emptyDatabase, Buffer.from(await dump.arrayBuffer()));
