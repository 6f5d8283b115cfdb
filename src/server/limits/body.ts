import type { GraphQLError } from 'graphql';
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
      if (length !== null && !(Number(length) <= bytes)) throw tooLong();
      const { body } = request;
      if (length !== null || !body || !requestParser) return;
      setRequestParser(async ({ url, method, headers }) => {
        const read = await readWithin(body, bytes);
        if (!read) throw tooLong();
        return requestParser(new fetchAPI.Request(url, { method, headers, body: read }));
      });
    },
  };
}

/** The whole of a body; null as soon as it has more than so many bytes. */
export async function readWithin(
  body: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > bytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLong(): GraphQLError {
  return queryTooComplex('The request is too long.');
}
