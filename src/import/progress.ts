const width = 24;
const millisBetween = 100;

/** Shows on a terminal how much of an input has been read, and how many conversations that gave; elsewhere nothing. */
export class Progress {
  private readonly terminal: NodeJS.WriteStream;
  private readonly name: string;
  /** Bytes; undefined where they cannot be known before. */
  private readonly size: number | undefined;
  private read = 0;
  private drawnAt = 0;
  conversations = 0;

  constructor(terminal: NodeJS.WriteStream, name: string, size: number | undefined) {
    this.terminal = terminal;
    this.name = name;
    this.size = size;
  }

  async *counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.read += chunk.length;
      this.draw();
      yield chunk;
    }
  }

  /** Makes room for another line of output. */
  clear(): void {
    if (this.terminal.isTTY) this.terminal.write('\r\x1b[K');
  }

  private draw(): void {
    const now = performance.now();
    if (!this.terminal.isTTY || now - this.drawnAt < millisBetween) return;
    this.drawnAt = now;
    this.clear();
    this.terminal.write(`${this.name} ${this.extent()} ${this.conversations} conversations`);
  }

  private extent(): string {
    if (!this.size) return `${Math.round(this.read / 1e6)} MB`;
    const share = Math.min(1, this.read / this.size);
    const bar = '#'.repeat(Math.round(share * width)).padEnd(width, '.');
    return `[${bar}] ${Math.round(share * 100)} %`;
  }
}
