import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decoded } from './decode.ts';

const text = Array.from({ length: 5000 }, (_, index) => `line ${index * 7919}\n`).join('');
const packed = gzipSync(text);

async function* chunksOf(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

async function decode(bytes: Buffer, length = 1000): Promise<{ text: string; error?: string }> {
  let found = '';
  try {
    for await (const chunk of decoded(chunksOf(bytes, length)))
      found += Buffer.from(chunk).toString('latin1');
  } catch (error) {
    return { text: found, error: error instanceof Error ? error.message : '' };
  }
  return { text: found };
}

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.alloc(0), ''],
  ['one byte', Buffer.from('x'), 'x'],
  ['the first byte of gzip alone', Buffer.from([0x1f]), '\x1f'],
  ['plain text', Buffer.from(text), text],
  ['gzip', packed, text],
  ['gzip of nothing', gzipSync(''), ''],
  ['several members', Buffer.concat([packed, gzipSync('more\n'), packed]), `${text}more\n${text}`],
  ['zeros behind the last member', Buffer.concat([packed, Buffer.alloc(1000)]), text],
])('%s', async (_, bytes, whole) => {
  for (const length of [7, 1000, bytes.length]) expect(await decode(bytes, length)).toEqual({ text: whole });
});

test.each<[string, Buffer]>([
  ['the last byte is missing', packed.subarray(0, -1)],
  ['the trailer is missing', packed.subarray(0, -8)],
  ['the trailer does not fit', Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8, 1)])],
])('gzip of which %s is unpacked whole, then fails', async (_, bytes) => {
  expect(await decode(bytes)).toEqual({ text, error: expect.stringMatching(/unexpected end|incorrect/) });
});

test('gzip that is cut off gives all that was packed before', async () => {
  const { text: found, error } = await decode(packed.subarray(0, packed.length / 2));
  expect(error).toBe('unexpected end of file');
  expect(text.startsWith(found)).toBe(true);
  expect(found.length).toBeGreaterThan(text.length * 0.4);
});

test('damage within gzip loses at most a block before it', async () => {
  const half = Math.floor(packed.length / 2);
  const damaged = Buffer.concat([
    packed.subarray(0, half),
    Buffer.alloc(100, 0xff),
    packed.subarray(half + 100),
  ]);
  const { text: found, error } = await decode(damaged);
  expect(error).toMatch(/invalid|incorrect/);
  expect(text.startsWith(found.slice(0, text.length * 0.35))).toBe(true);
  expect(found.length).toBeGreaterThan(text.length * 0.35);
});
