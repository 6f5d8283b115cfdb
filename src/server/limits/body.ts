import type { Plugin } from 'graphql-yoga';
import { queryTooComplex } from '../../errors.ts';

/**
 * Refuses bodies of more than so many bytes. A body is as long as its header says, which HTTP itself sees to: only one that
 * does not say is counted while it comes in. Yoga's own limit passes each body through a stream, which is a good part
 * of what a small request takes.
 */
export function useBodyLimit(bytes: number): Plugin {
  return {
    onRequestParse: ({ request, requestParser, setRequestParser, fetchAPI }) => {
      const length = request.headers.get('content-length');
      if (length !== null) assertWithin(Number(length), bytes);
      const { body } = request;
      if (length !== null || !body || !requestParser) return;
      setRequestParser(async ({ url, method, headers }) =>
        requestParser(new fetchAPI.Request(url, { method, headers, body: await readWithin(body, bytes) })),
      );
    },
  };
}

async function readWithin(body: AsyncIterable<Uint8Array>, bytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    assertWithin(length, bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function assertWithin(length: number, most: number): void {
  if (!(length <= most)) throw queryTooComplex('The request is too long.');
}
