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
      controller.enqueue(Buffer.from(`${before}${withLength(jsonOf(value))}---${isLast ? '--\r\n' : ''}`));
      before = '';
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { 'content-type': `${multipart}; boundary="-"` } });
}

const sent = new WeakSet<object>();
const texts = new WeakMap<object, string>();

/**
 * A part as JSON. What is sent a second time is remembered and will be sent again: its text is kept as long as it. The text is not
 * counted there: of a remembered overview, with the answers that it is made of, it is about a tenth.
 */
function jsonOf(part: Part): string {
  const properties = Object.entries(part).filter(([, value]) => value !== undefined);
  return `{${properties.map(([name, value]) => `"${name}":${textOf(value)}`).join()}}`;
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  if (sent.has(value)) texts.set(value, text);
  else sent.add(value);
  return text;
}

function withLength(json: string): string {
  return `\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}\r\n`;
}
