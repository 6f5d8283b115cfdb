import { createReadStream } from 'node:fs';
import { ByteSource } from '../../../import/byte-source.ts';
import { decoded } from '../../../import/decode.ts';
import { bsonDocuments } from './bson.ts';
import { jsonArray, jsonLines } from './json.ts';
import type { Wanted } from './pick.ts';
import type { Read } from './read.ts';

const chunkBytes = 1024 * 1024;
const archiveMagic = Buffer.from([0x6d, 0xe2, 0x99, 0x81]);

/** The form of a file by what it begins with, which is unpacked where it is gzip. */
type Form = 'bson' | 'lines' | 'array' | 'archive' | 'empty';

/**
 * The documents of one file, some at a time, with the wanted fields alone. What breaks off is one fault, and the documents before it
 * come all the same.
 */
export async function* documentsOf(path: string, wanted: Wanted): AsyncGenerator<Iterable<Read>> {
  const { source, close } = openSource(path);
  try {
    const form = await formOf(source);
    if (form === 'empty') return;
    const read = form === 'bson' ? bsonDocuments : form === 'array' ? jsonArray : jsonLines;
    yield* read(source.rest(), wanted);
  } catch (error) {
    yield [{ fault: `the file breaks off: ${(error as Error).message}` }];
  } finally {
    close();
  }
}

/** Whether a file is what `mongodump --archive` writes. */
export async function isArchive(path: string): Promise<boolean> {
  const { source, close } = openSource(path);
  try {
    return (await formOf(source)) === 'archive';
  } catch {
    return false;
  } finally {
    close();
  }
}

function openSource(path: string): { source: ByteSource; close: () => void } {
  const stream = createReadStream(path, { highWaterMark: chunkBytes });
  return { source: new ByteSource(decoded(stream, () => {})), close: () => void stream.destroy() };
}

/** No document of BSON is so long that its fourth byte is not 0, and no JSON holds such a byte. */
async function formOf(source: ByteSource): Promise<Form> {
  const head = await source.take(4);
  source.giveBack(head);
  if (head.equals(archiveMagic)) return 'archive';
  if (head.length === 0) return 'empty';
  if (head[3] === 0) return 'bson';
  return /^\s*\[/.test(head.toString('latin1')) ? 'array' : 'lines';
}
