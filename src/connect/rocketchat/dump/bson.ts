import { pick, type Wanted } from './pick.ts';
import type { Read } from './read.ts';

/** MongoDB's own limit is 16 MiB, and a little for what its tools add. */
const longestDocument = 17 * 1024 * 1024;
const shortestDocument = 5;

/** The wanted fields of BSON documents that stand one after another. What cannot be read of them is one fault, and the last. */
export async function* bsonDocuments(
  chunks: AsyncIterable<Uint8Array>,
  wanted: Wanted,
): AsyncGenerator<Iterable<Read>> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    held =
      held.length > 0
        ? Buffer.concat([held, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const { ends, isBson } = endsOf(held);
    yield documentsIn(held, ends, wanted);
    if (!isBson) yield [{ fault: 'what follows is no BSON document' }];
    if (!isBson) return;
    held = held.subarray(ends.at(-1) ?? 0);
  }
  if (held.length > 0) yield [{ fault: 'the file ends within a document' }];
}

/** Where the documents end that a buffer holds whole, and whether what follows them may be one. */
function endsOf(held: Buffer): { ends: number[]; isBson: boolean } {
  const ends: number[] = [];
  for (let offset = 0; held.length - offset >= 4; ) {
    const size = held.readInt32LE(offset);
    if (size < shortestDocument || size > longestDocument) return { ends, isBson: false };
    if (held.length - offset < size) break;
    offset += size;
    ends.push(offset);
  }
  return { ends, isBson: true };
}

/** One by one, so that none is held while the next is read. */
function* documentsIn(held: Buffer, ends: readonly number[], wanted: Wanted): Generator<Read> {
  let start = 0;
  for (const end of ends) {
    yield documentIn(held.subarray(start, end), wanted);
    start = end;
  }
}

function documentIn(bytes: Buffer, wanted: Wanted): Read {
  try {
    return { document: pick(bytes, wanted) };
  } catch {
    return { fault: 'a BSON document that is damaged' };
  }
}
