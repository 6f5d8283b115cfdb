import { deserialize } from 'bson';
import type { Read } from './documents.ts';

/** MongoDB's own limit is 16 MiB, and a little for what its tools add. */
const longestDocument = 17 * 1024 * 1024;
const shortestDocument = 5;

/** BSON documents that stand one after another, some at a time. What cannot be read of them is one fault, and the last. */
export async function* bsonDocuments(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Read[]> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    held =
      held.length > 0
        ? Buffer.concat([held, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const { read, rest } = wholeDocuments(held);
    yield read;
    if (rest === undefined) return;
    held = rest;
  }
  if (held.length > 0) yield [{ fault: 'the file ends within a document' }];
}

/** The documents that a buffer holds to their end, and what is left; undefined where that is no BSON. */
function wholeDocuments(held: Buffer): { read: Read[]; rest: Buffer | undefined } {
  const read: Read[] = [];
  let offset = 0;
  while (held.length - offset >= 4) {
    const size = held.readInt32LE(offset);
    if (size < shortestDocument || size > longestDocument) {
      read.push({ fault: 'what follows is no BSON document' });
      return { read, rest: undefined };
    }
    if (held.length - offset < size) break;
    read.push(documentIn(held.subarray(offset, offset + size)));
    offset += size;
  }
  return { read, rest: held.subarray(offset) };
}

function documentIn(bytes: Buffer): Read {
  try {
    return { document: deserialize(bytes) };
  } catch {
    return { fault: 'a BSON document that is damaged' };
  }
}
