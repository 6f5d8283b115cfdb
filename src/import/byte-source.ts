/** Chunks of bytes, taken in lengths of one's own. */
export class ByteSource {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private held: Buffer = Buffer.alloc(0);
  private failure: unknown;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer only where there are no more. Throws what reading threw, once all before it is taken. */
  async take(length: number): Promise<Buffer> {
    if (this.failure !== undefined && this.held.length === 0) throw this.failure;
    const parts = [this.held];
    let found = this.held.length;
    while (found < length) {
      const { done, value } = await this.chunks.next().catch((error: unknown) => {
        if (found === 0) throw error;
        this.failure = error;
        return { done: true, value: undefined } as const;
      });
      if (done) break;
      parts.push(Buffer.from(value.buffer, value.byteOffset, value.length));
      found += value.length;
    }
    const bytes = parts.length > 1 ? Buffer.concat(parts) : this.held;
    this.held = bytes.subarray(length);
    return bytes.subarray(0, length);
  }

  /** Puts bytes back, to be taken next. */
  giveBack(bytes: Buffer): void {
    if (bytes.length > 0) this.held = Buffer.concat([bytes, this.held]);
  }

  /** All that is left, as it comes. */
  async *rest(): AsyncGenerator<Uint8Array> {
    if (this.held.length > 0) yield this.held;
    if (this.failure !== undefined) throw this.failure;
    yield* { [Symbol.asyncIterator]: () => this.chunks };
  }
}
