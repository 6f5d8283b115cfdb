import { expect, test } from 'vitest';
import { type Line, linesOf } from './lines.ts';

async function* chunksOf(text: string | Buffer, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

async function* failing(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
  throw new Error('the disk is gone');
}

async function read(lines: AsyncIterable<Line>): Promise<unknown[]> {
  const found = [];
  for await (const { bytes, ...line } of lines) found.push({ ...line, text: bytes.toString('latin1') });
  return found;
}

function whole(number: number, text: string): object {
  return { number, text, partial: false };
}

test.each<[string, string | Buffer, object[]]>([
  ['nothing', '', []],
  ['white space alone', '\n \t\r\n', []],
  ['lines', 'a\nb\n', [whole(1, 'a'), whole(2, 'b')]],
  ['a last line without an end', 'a\nb', [whole(1, 'a'), whole(2, 'b')]],
  ['blank lines, which count', '\na\n\n \nb\n\n', [whole(2, 'a'), whole(5, 'b')]],
  ['carriage returns, which stay', 'a\r\n\r\nb\r\n', [whole(1, 'a\r'), whole(3, 'b\r')]],
  ['a byte order mark', '\ufeffa\nb', [whole(1, 'a'), whole(2, 'b')]],
  ['a byte order mark alone', '\ufeff\na', [whole(2, 'a')]],
  [
    'byte order marks of joined files',
    'a\n\ufeffb\n\ufeff\ufeffc',
    [whole(1, 'a'), whole(2, 'b'), whole(3, 'c')],
  ],
  ['a byte order mark within a line', 'a\ufeff', [whole(1, 'a\xef\xbb\xbf')]],
  ['byte order marks before nothing', 'a\n\ufeff \n\ufeff', [whole(1, 'a')]],
  ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0x0a, 0x62]), [whole(1, 'a\xff'), whole(2, 'b')]],
])('%s', async (_, text, lines) => {
  for (const length of [1, 2, 3, 100]) expect(await read(linesOf(chunksOf(text, length)))).toEqual(lines);
});

test('a line that is too long comes in pieces, and the next one is whole', async () => {
  const fault = 'longer than 4 bytes';
  expect(await read(linesOf(chunksOf('abcd\nabcdefgh\nab\n', 3), 4))).toEqual([
    whole(1, 'abcd'),
    { number: 2, text: 'abcdefg', partial: true, fault },
    { number: 2, text: 'h', partial: false, fault },
    whole(3, 'ab'),
  ]);
});

test('a byte order mark between the pieces of a line that is too long stays', async () => {
  const fault = 'longer than 4 bytes';
  expect(await read(linesOf(chunksOf('\ufeffab\ufeffcd\n', 5), 4))).toEqual([
    { number: 1, text: 'ab', partial: true, fault },
    { number: 1, text: '\xef\xbb\xbfcd', partial: true, fault },
    { number: 1, text: '', partial: false, fault },
  ]);
});

test('an input that breaks off gives its lines, then what is left with the reason', async () => {
  expect(await read(linesOf(failing('a\nb\nhal')))).toEqual([
    whole(1, 'a'),
    whole(2, 'b'),
    { number: 3, text: 'hal', partial: false, fault: 'the input breaks off here: the disk is gone' },
  ]);
});
