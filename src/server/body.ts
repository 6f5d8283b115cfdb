import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { GraphQLError } from 'graphql';
import { badRequest, queryTooComplex, unsupportedEncoding } from '../errors.ts';
import { readWithin } from './limits/body.ts';

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) };

type Encoding = keyof typeof decoders;

/**
 * The text of a request's body, unpacked where it came packed. Throws a coded error where it is longer than so many bytes,
 * packed or not, or packed in another way. A body is as long as its header says, which HTTP itself sees to: only one that
 * does not say is counted while it comes in. Yoga's own limit passes each body through a stream, which is a good part of
 * what a small request takes.
 */
export async function readBody(request: Request, most: number): Promise<string> {
  const encoding = encodingOf(request);
  const length = request.headers.get('content-length');
  if (length !== null && !(Number(length) <= most)) throw tooLong();
  if (!request.body) return '';
  if (!encoding && length !== null) return request.text();
  const bytes = await readWithin(request.body, most);
  if (!bytes) throw tooLong();
  return (encoding ? await unpack(bytes, encoding, most) : bytes).toString();
}

function encodingOf({ headers }: Request): Encoding | undefined {
  const given = headers
    .get('content-encoding')
    ?.trim()
    .toLowerCase()
    .replace(/^x-gzip$/, 'gzip');
  if (!given || given === 'identity') return undefined;
  if (!isEncoding(given)) throw unsupportedEncoding(Object.keys(decoders));
  return given;
}

function isEncoding(name: string): name is Encoding {
  return Object.hasOwn(decoders, name);
}

// A few bytes can unpack to gigabytes: unpacking ends at the limit.
async function unpack(bytes: Buffer, encoding: Encoding, most: number): Promise<Buffer> {
  try {
    return await decoders[encoding](bytes, { maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLong();
    throw badRequest(`The body is not valid ${encoding}, which the header Content-Encoding says it is.`);
  }
}

function tooLong(): GraphQLError {
  return queryTooComplex('The request is too long.');
}
