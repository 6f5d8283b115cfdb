import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decoded } from './decode.ts';

const text = Array.from({ length: 5000 }, (_, index) => `line ${index * 7919}\n`).join('');
const packed = gzipSync(text);

async function* chunksOf(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

interface Decoded {
  text: string;
  warnings: string[];
  error?: string;
}

async function decode(bytes: Buffer, length = 1000): Promise<Decoded> {
  let found = '';
  const warnings: string[] = [];
  try {
    for await (const chunk of decoded(chunksOf(bytes, length), (message) => warnings.push(message)))
      found += Buffer.from(chunk).toString('latin1');
  } catch (error) {
    return { text: found, warnings, error: error instanceof Error ? error.message : '' };
  }
  return { text: found, warnings };
}

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.alloc(0), ''],
  ['one byte', Buffer.from('x'), 'x'],
  ['the first byte of gzip alone', Buffer.from([0x1f]), '\x1f'],
  ['plain text', Buffer.from(text), text],
  ['gzip', packed, text],
  ['gzip of nothing', gzipSync(''), ''],
  ['several members', Buffer.concat([packed, gzipSync('more\n'), packed]), `${text}more\n${text}`],
  ['a member with every part of a header', withHeader(gzipSync('more\n')), 'more\n'],
])('%s', async (_, bytes, whole) => {
  for (const length of [7, 1000, bytes.length])
    expect(await decode(bytes, length)).toEqual({ text: whole, warnings: [] });
});

test.each<[string, Buffer]>([
  ['the last byte is missing', packed.subarray(0, -1)],
  ['the trailer is missing', packed.subarray(0, -8)],
  ['the trailer does not fit', Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8, 1)])],
])('gzip of which %s is unpacked whole, then fails', async (_, bytes) => {
  expect(await decode(bytes)).toEqual({
    text,
    warnings: [],
    error: expect.stringMatching(/unexpected end|incorrect/),
  });
});

test('gzip that is cut off gives all that was packed before', async () => {
  const { text: found, error } = await decode(packed.subarray(0, packed.length / 2));
  expect(error).toBe('unexpected end of file');
  expect(text.startsWith(found)).toBe(true);
  expect(found.length).toBeGreaterThan(text.length * 0.4);
});

const one = gzipSync('one\n');
const behind = (count: number) => [`${count} bytes behind its gzip members were skipped: they are not gzip`];
const between = (count: number) => [
  `${count} bytes between its gzip members were skipped: they are not gzip`,
];

test.each<[string, Buffer[], string, string[]]>([
  ['a line end', [one, Buffer.from('\n')], 'one\n', behind(1)],
  ['zeros', [packed, Buffer.alloc(70_000)], text, behind(70_000)],
  ['text', [one, Buffer.from('no gzip')], 'one\n', behind(7)],
  ['what begins like a member', [one, Buffer.from([0x1f, 0x8b])], 'one\n', behind(2)],
  ['a line end, then a member', [one, Buffer.from('\n'), packed], `one\n${text}`, between(1)],
  ['zeros, then a member', [packed, Buffer.alloc(16_383), one], `${text}one\n`, between(16_383)],
  [
    'zeros, a member and text',
    [one, Buffer.alloc(5), one, Buffer.from('x')],
    'one\none\n',
    [...between(5), ...behind(1)],
  ],
])('behind a member: %s', async (_, parts, whole, warnings) => {
  const bytes = Buffer.concat(parts);
  for (const length of [7, 1000, bytes.length])
    expect(await decode(bytes, length)).toEqual({ text: whole, warnings });
});

test.each([1, 10, 16_000, 16_384, 60_000])('all before damage is unpacked: %d bytes', async (length) => {
  const stored = Buffer.from(text.slice(0, length));
  // A block that is stored, not compressed, then one of a kind that there is not.
  const block = Buffer.from([0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff]);
  const damaged = Buffer.concat([one.subarray(0, 10), block, stored, Buffer.from([7]), packed]);
  for (const step of [7, 1000, 1_000_000])
    expect(await decode(damaged, step)).toEqual({
      text: text.slice(0, length),
      warnings: [],
      error: 'invalid block type',
    });
});

test('small members before a damaged one come out whole', async () => {
  const damaged = Buffer.from(packed).fill(0xff, 10, 60);
  for (const length of [7, 1000, 1_000_000])
    expect(await decode(Buffer.concat([one, one, damaged]), length)).toEqual({
      text: 'one\none\n',
      warnings: [],
      error: expect.stringMatching(/invalid/),
    });
});

test('what was read before reading failed is unpacked', async () => {
  async function* failing(): AsyncGenerator<Buffer> {
    yield packed.subarray(0, 5000);
    throw new Error('the disk is gone');
  }
  let found = '';
  const reading = async (): Promise<void> => {
    for await (const chunk of decoded(failing(), () => {})) found += Buffer.from(chunk).toString('latin1');
  };
  await expect(reading()).rejects.toThrow('the disk is gone');
  const { text: whole } = await decode(packed.subarray(0, 5000));
  expect(found).toBe(whole);
  expect(found.length).toBeGreaterThan(5000);
});

/** The member with an extra field, a name, a comment and a checksum in its header. */
function withHeader(member: Buffer): Buffer {
  const header = Buffer.from(member.subarray(0, 10));
  header[3] = 2 + 4 + 8 + 16;
  const parts = [
    header,
    Buffer.from([3, 0]),
    Buffer.from('abc'),
    Buffer.from('name\0comment\0'),
    Buffer.from([1, 2]),
  ];
  return Buffer.concat([...parts, member.subarray(10)]);
}
