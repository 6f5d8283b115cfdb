const width = 24;
const millisBetween = 100;

/** Shows on a terminal how many conversations of all are written; elsewhere nothing. */
export class ExportProgress {
  private readonly terminal: NodeJS.WriteStream;
  private readonly total: number;
  private written = 0;
  private drawnAt = 0;

  constructor(terminal: NodeJS.WriteStream, total: number) {
    this.terminal = terminal;
    this.total = total;
  }

  add(count: number): void {
    this.written += count;
    const now = performance.now();
    if (!this.terminal.isTTY || now - this.drawnAt < millisBetween) return;
    this.drawnAt = now;
    const share = this.total === 0 ? 1 : Math.min(1, this.written / this.total);
    const bar = '#'.repeat(Math.round(share * width)).padEnd(width, '.');
    this.clear();
    this.terminal.write(`[${bar}] ${Math.round(share * 100)} % ${this.written} conversations`);
  }

  /** Makes room for other output. */
  clear(): void {
    if (this.terminal.isTTY) this.terminal.write('\r\x1b[K');
  }
}
