const width = 24;
const millisBetween = 100;

/** A line of a terminal that is drawn over as often as it changes; elsewhere nothing is shown. */
export class TerminalLine {
  private readonly terminal: NodeJS.WriteStream;
  private readonly isShown: boolean;
  private drawnAt = 0;

  constructor(terminal: NodeJS.WriteStream) {
    this.terminal = terminal;
    // A dumb terminal cannot take a line back.
    this.isShown = terminal.isTTY && process.env['TERM'] !== 'dumb';
  }

  /** Draws what the line is now, unless it was drawn a moment ago. */
  draw(lineNow: () => string): void {
    const now = performance.now();
    if (!this.isShown || now - this.drawnAt < millisBetween) return;
    this.drawnAt = now;
    this.clear();
    // A line that is wrapped could not be taken back.
    this.terminal.write(lineNow().slice(0, this.terminal.columns - 1));
  }

  /** Makes room for another line of output. */
  clear(): void {
    if (this.isShown) this.terminal.write('\r\x1b[K');
  }
}

/** A share of a whole, from 0 to 1, as a bar with its percent, such as `[######......] 50 %`. */
export function barOf(share: number): string {
  const bar = '#'.repeat(Math.round(share * width)).padEnd(width, '.');
  return `[${bar}] ${Math.floor(share * 100)} %`;
}
