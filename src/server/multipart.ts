import type { FetchAPI, Plugin } from 'graphql-yoga';
import type { Part } from './parts.ts';
import { isAsyncIterable } from './yoga.ts';

const multipart = 'multipart/mixed';

/** Sends each part of an answer in one piece: Yoga cuts it into eight, each a chunk of HTTP to write and to read. */
export function useMultipart(): Plugin {
  return {
    onResultProcess: ({ request, result, setResultProcessor }) => {
      if (!isAsyncIterable<Part>(result) || !request.headers.get('accept')?.includes(multipart)) return;
      setResultProcessor((parts, fetchApi) => inPieces(parts as AsyncIterable<Part>, fetchApi), multipart);
    },
  };
}

function inPieces(parts: AsyncIterable<Part>, { ReadableStream, Response }: FetchAPI): Response {
  const iterator = parts[Symbol.asyncIterator]();
  let before = '\r\n---';
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await iterator.next();
      if (done) return controller.close();
      const isLast = value.hasNext === false;
      controller.enqueue(
        Buffer.from(`${before}${withLength(JSON.stringify(value))}---${isLast ? '--\r\n' : ''}`),
      );
      before = '';
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { 'content-type': `${multipart}; boundary="-"` } });
}

function withLength(json: string): string {
  return `\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}\r\n`;
}
