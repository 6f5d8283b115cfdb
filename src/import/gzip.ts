import { crc32, createInflateRaw } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';

/** Every member begins so: what gzip is, and that it is deflated. */
const magic = Buffer.from([0x1f, 0x8b, 0x08]);
const headerLength = 10;
const trailerLength = 8;
/** Bytes unpacked at a time: they may grow a thousandfold. */
const pieceLength = 16_384;
const has = { checksum: 2, extra: 4, name: 8, comment: 16 };
const cutOff = 'unexpected end of file';

/**
 * Unpacks every member of gzip. Bytes between and behind members that begin none are left out and told to `warn`. Throws
 * where a member is damaged or cut off, once all that it gave before that place has been passed on.
 */
export async function* unpacked(
  source: ByteSource,
  warn: (message: string) => void,
): AsyncGenerator<Uint8Array> {
  do yield* member(source);
  while (await reachMember(source, warn));
}

async function* member(source: ByteSource): AsyncGenerator<Uint8Array> {
  await passHeader(source);
  let sum = 0;
  let length = 0;
  for await (const bytes of inflated(source)) {
    sum = crc32(bytes, sum);
    length = (length + bytes.length) % 2 ** 32;
    yield bytes;
  }
  const trailer = await take(source, trailerLength);
  if (trailer.readUInt32LE(0) !== sum) throw new Error('incorrect data check');
  if (trailer.readUInt32LE(4) !== length) throw new Error('incorrect length check');
}

async function passHeader(source: ByteSource): Promise<void> {
  const header = await take(source, headerLength);
  if (!header.subarray(0, magic.length).equals(magic)) throw new Error('unknown compression method');
  const flags = header[3] ?? 0;
  if (flags & has.extra) await take(source, (await take(source, 2)).readUInt16LE());
  if (flags & has.name) await passText(source);
  if (flags & has.comment) await passText(source);
  if (flags & has.checksum) await take(source, 2);
}

async function passText(source: ByteSource): Promise<void> {
  while ((await take(source, 1))[0] !== 0);
}

async function take(source: ByteSource, length: number): Promise<Buffer> {
  const bytes = await source.take(length);
  if (bytes.length < length) throw new Error(cutOff);
  return bytes;
}

/** Whether another member follows; whatever stands before it is passed. */
async function reachMember(source: ByteSource, warn: (message: string) => void): Promise<boolean> {
  let passed = 0;
  while (true) {
    const bytes = await source.take(pieceLength);
    const start = bytes.indexOf(magic);
    const isLast = start >= 0 || bytes.length < pieceLength;
    // A member may begin with the last bytes of a piece.
    const end = start >= 0 ? start : isLast ? bytes.length : bytes.length - magic.length + 1;
    passed += end;
    source.giveBack(bytes.subarray(end));
    if (!isLast) continue;
    const place = start >= 0 ? 'between' : 'behind';
    if (passed > 0) warn(`${passed} bytes ${place} its gzip members were skipped: they are not gzip`);
    return start >= 0;
  }
}

/**
 * What one member was made of; `source` then stands behind it. Damage in a piece makes all that zlib found in it unreadable.
 * So each piece is tried first, and one with damage is given by the byte.
 */
async function* inflated(source: ByteSource): AsyncGenerator<Uint8Array> {
  const trial = new Inflater();
  const inflater = new Inflater();
  try {
    while (true) {
      const piece = await source.take(pieceLength);
      if (piece.length === 0) throw new Error(cutOff);
      const isSound = await trial.write(piece).then(
        () => true,
        () => false,
      );
      const step = isSound ? piece.length : 1;
      for (let start = 0; start < piece.length; start += step) {
        yield* await inflater.write(piece.subarray(start, start + step));
      }
      if (inflater.unused === 0) continue;
      source.giveBack(piece.subarray(piece.length - inflater.unused));
      return;
    }
  } finally {
    trial.close();
    inflater.close();
  }
}

class Inflater {
  private readonly stream = createInflateRaw();
  private given = 0;
  private output: Buffer[] = [];

  constructor() {
    this.stream.on('data', (bytes: Buffer) => this.output.push(bytes));
    this.stream.on('error', () => {}); // Each write listens too, and tells.
  }

  /** What the bytes gave. A write that meets damage never calls back: the event tells. */
  write(bytes: Uint8Array): Promise<Buffer[]> {
    this.given += bytes.length;
    return new Promise((resolve, reject) => {
      this.stream.once('error', reject);
      this.stream.write(bytes, () => {
        this.stream.off('error', reject);
        resolve(this.output.splice(0));
      });
    });
  }

  /** How many of the bytes given stand behind the end. */
  get unused(): number {
    return this.given - this.stream.bytesWritten;
  }

  close(): void {
    this.stream.destroy();
  }
}
