import { EJSON, serialize } from 'bson';
import { linesOf } from '../../../import/lines.ts';
import type { Wanted } from './pick.ts';
import type { Read } from './read.ts';

const documentsAtOnce = 500;

/** Documents of extended JSON, one a line, some at a time. */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>, wanted: Wanted): AsyncGenerator<Read[]> {
  let read: Read[] = [];
  for await (const { bytes, number, fault, partial } of linesOf(chunks)) {
    if (partial) continue;
    read.push(
      fault === undefined
        ? documentIn(bytes, `line ${number}`, wanted)
        : { fault: `line ${number}: ${fault}` },
    );
    if (read.length < documentsAtOnce) continue;
    yield read;
    read = [];
  }
  yield read;
}

/** Documents of one array of extended JSON, some at a time. What breaks off is one fault. */
export async function* jsonArray(chunks: AsyncIterable<Uint8Array>, wanted: Wanted): AsyncGenerator<Read[]> {
  const scan = objectScanner();
  for await (const chunk of chunks)
    yield scan.objectsIn(chunk).map((bytes) => documentIn(bytes, 'a document', wanted));
  if (scan.isInside()) yield [{ fault: 'the file ends within a document' }];
}

function documentIn(bytes: Buffer, place: string, wanted: Wanted): Read {
  try {
    const whole: object = EJSON.parse(bytes.toString('utf8'), { relaxed: true });
    const fields = Object.entries(whole).filter(([name]) => wanted.names.has(name));
    return { document: Buffer.from(serialize(Object.fromEntries(fields))) };
  } catch {
    return { fault: `${place}: no extended JSON` };
  }
}

const quote = 0x22;
const backslash = 0x5c;
const opening = 0x7b;
const closing = 0x7d;

/** Finds the outermost objects of JSON that comes in chunks, whatever stands between them. */
function objectScanner() {
  let parts: Buffer[] = [];
  let depth = 0;
  let isText = false;
  let isEscaped = false;

  const stepInText = (byte: number): void => {
    if (isEscaped) isEscaped = false;
    else if (byte === backslash) isEscaped = true;
    else isText = byte !== quote;
  };

  /** Takes one byte in, and tells whether an outermost object begins or ends with it. */
  const step = (byte: number): 'begins' | 'ends' | undefined => {
    if (isText) stepInText(byte);
    else if (byte === quote) isText = depth > 0;
    else if (byte === opening) return ++depth === 1 ? 'begins' : undefined;
    else if (byte === closing && depth > 0) return --depth === 0 ? 'ends' : undefined;
    return undefined;
  };

  const objectsIn = (chunk: Uint8Array): Buffer[] => {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const objects: Buffer[] = [];
    let start = 0;
    for (let index = 0; index < bytes.length; index++) {
      const event = step(bytes[index] ?? 0);
      if (event === 'begins') start = index;
      if (event === 'ends') {
        objects.push(Buffer.concat([...parts, bytes.subarray(start, index + 1)]));
        parts = [];
      }
    }
    if (depth > 0) parts.push(bytes.subarray(start));
    return objects;
  };
  return { objectsIn, isInside: () => depth > 0 };
}
