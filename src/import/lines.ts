const newline = 0x0a;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const longestLine = 64 * 1024 * 1024;

/** A line without its end; or, where `fault` says why, bytes that cannot be read as one. */
export interface Line {
  /** From 1; blank lines count. */
  readonly number: number;
  readonly bytes: Buffer;
  readonly fault?: string;
  /** Whether more of the same line follows: one that is too long comes in pieces, so that it is never held whole. */
  readonly partial: boolean;
}

/**
 * Splits bytes into lines. Blank lines and byte order marks at a line's beginning are left out (files are joined); a
 * carriage return at a line's end is white space to JSON and stays. Where reading fails, the lines before come first, then the fault.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  longest: number = longestLine,
): AsyncGenerator<Line> {
  const splitter = new LineSplitter(longest);
  try {
    for await (const chunk of chunks) yield* splitter.split(chunk);
  } catch (error) {
    yield splitter.broken(error instanceof Error ? error.message : String(error));
    return;
  }
  yield* splitter.end(new Uint8Array());
}

class LineSplitter {
  private readonly longest: number;
  private number = 1;
  private parts: Uint8Array[] = [];
  private length = 0;
  private isBegun = false;
  private fault: string | undefined;

  constructor(longest: number) {
    this.longest = longest;
  }

  *split(chunk: Uint8Array): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      yield* this.end(chunk.subarray(start, end));
      start = end + 1;
    }
    this.add(chunk.subarray(start));
    if (this.fault !== undefined) yield this.take(true);
  }

  /** The line that `bytes` end, unless it is blank. */
  *end(bytes: Uint8Array): Generator<Line> {
    this.add(bytes);
    const line = this.take(false);
    if (!isBlank(line)) yield line;
    this.fault = undefined;
    this.isBegun = false;
    this.number++;
  }

  broken(reason: string): Line {
    this.fault = `the input breaks off here: ${reason}`;
    return this.take(false);
  }

  private add(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.length += bytes.length;
    if (this.length > this.longest) this.fault = `longer than ${this.longest} bytes`;
  }

  private take(partial: boolean): Line {
    const { number, fault } = this;
    const bytes = Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    const content = this.isBegun ? bytes : withoutMarks(bytes);
    this.isBegun = true;
    return { number, bytes: content, partial, ...(fault && { fault }) };
  }
}

function withoutMarks(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes[start] === 0xef && bytes.subarray(start, start + byteOrderMark.length).equals(byteOrderMark))
    start += byteOrderMark.length;
  return bytes.subarray(start);
}

function isBlank({ bytes, fault }: Line): boolean {
  return fault === undefined && bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
