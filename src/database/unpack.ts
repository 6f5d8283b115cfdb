import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

// The parts of a tar archive's header that matter where all paths are short and everything is a folder or a file.
const blockLength = 512;
const path = { start: 0, end: 100 };
const size = { start: 124, end: 136 };
const type = { start: 156, end: 157 };
const folderType = '5';

/** Writes what a compressed tar archive holds into a folder, one file after another: the engine's own way holds it all several times. */
export async function unpack(archive: string, folder: string): Promise<void> {
  const unzipped = createGunzip();
  unzipped.end(await readFile(archive));
  const take = takerOf(unzipped);
  for (;;) {
    const header = await take(blockLength);
    const textOf = ({ start, end }: typeof path): string =>
      header.toString('latin1', start, end).split('\0', 1)[0] ?? '';
    if (textOf(path) === '') return;
    const length = Number.parseInt(textOf(size), 8);
    const content = await take(Math.ceil(length / blockLength) * blockLength);
    const place = join(folder, textOf(path));
    // PostgreSQL refuses to start in a folder that others can read.
    if (textOf(type) === folderType) await mkdir(place, { recursive: true, mode: 0o700 });
    else await writeFile(place, content.subarray(0, length), { mode: 0o600 });
  }
}

/** Takes the next bytes of a stream, as many as asked for. */
function takerOf(stream: AsyncIterable<Buffer>): (length: number) => Promise<Buffer> {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return async (length) => {
    const parts = [rest];
    for (let held = rest.length; held < length; ) {
      const { value, done } = await chunks.next();
      if (done) throw new Error('the archive ends too early');
      parts.push(value);
      held += value.length;
    }
    const bytes = Buffer.concat(parts);
    rest = bytes.subarray(length);
    return bytes.subarray(0, length);
  };
}
