import { ByteSource } from './byte-source.ts';
import { unpacked } from './gzip.ts';

/**
 * Passes bytes on, unpacked where the first two say that they are gzip. Throws where the gzip is damaged or cut off,
 * once what could be unpacked has been passed on; what is skipped of it is told to `warn`.
 */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  warn: (message: string) => void,
): AsyncGenerator<Uint8Array> {
  const source = new ByteSource(chunks);
  const head = await source.take(2);
  source.giveBack(head);
  yield* head[0] === 0x1f && head[1] === 0x8b ? unpacked(source, warn) : source.rest();
}
