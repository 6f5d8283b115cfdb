import { finished } from 'node:stream/promises';
import { createGunzip, type Gunzip } from 'node:zlib';

/** A member of gzip ends with as many bytes of checks. Held back, they fail when all before them is already out. */
const trailerLength = 8;
/** Bytes unpacked at a time: they may grow a thousandfold. */
const pieceLength = 16_384;

/**
 * Passes bytes on, unpacked where the first two say that they are gzip. Throws where the gzip is damaged or cut off,
 * once what could be unpacked has been passed on (short of the last 16 KiB in the case of damage).
 */
export async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  while (head.length < 2) {
    const { done, value } = await source.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const whole = startingWith(head, source);
  yield* head[0] === 0x1f && head[1] === 0x8b ? unpacked(whole) : whole;
}

async function* startingWith(
  head: Uint8Array,
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield head;
  yield* { [Symbol.asyncIterator]: () => source };
}

async function* unpacked(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const output: Uint8Array[] = [];
  gunzip.on('data', (bytes: Buffer) => output.push(bytes));
  try {
    for await (const piece of piecesOf(chunks)) {
      await write(gunzip, piece);
      yield* output.splice(0);
    }
    gunzip.end();
    await finished(gunzip);
  } finally {
    gunzip.destroy();
    yield* output;
  }
}

/** The bytes in small pieces, the last eight bytes in one of their own. */
async function* piecesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([held, chunk]);
    const end = Math.max(0, bytes.length - trailerLength);
    for (let start = 0; start < end; start += pieceLength) {
      yield bytes.subarray(start, Math.min(start + pieceLength, end));
    }
    held = bytes.subarray(end);
  }
  yield held;
}

/** A write that meets damage never calls back: the event tells. */
function write(gunzip: Gunzip, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    gunzip.once('error', reject);
    gunzip.write(bytes, () => {
      gunzip.off('error', reject);
      resolve();
    });
  });
}
