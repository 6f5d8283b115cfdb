import { barOf, TerminalLine } from '../terminal-line.ts';

/** Shows on a terminal how much of an input has been read, how many conversations that gave and how fast; elsewhere nothing. */
export class Progress {
  private readonly line: TerminalLine;
  private readonly name: string;
  /** Bytes; undefined where they cannot be known before. */
  private readonly size: number | undefined;
  private readonly startedAt = performance.now();
  private read = 0;
  conversations = 0;

  constructor(terminal: NodeJS.WriteStream, name: string, size: number | undefined) {
    this.line = new TerminalLine(terminal);
    this.name = name;
    this.size = size;
  }

  async *counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.read += chunk.length;
      this.line.draw(() => this.lineNow());
      yield chunk;
    }
  }

  /** Makes room for another line of output. */
  clear(): void {
    this.line.clear();
  }

  private lineNow(): string {
    const { name, read, size, conversations } = this;
    const seconds = (performance.now() - this.startedAt) / 1000;
    return progressLine({ name, read, size, conversations, seconds });
  }
}

interface Extent {
  readonly name: string;
  /** Bytes of `size`. */
  readonly read: number;
  readonly size: number | undefined;
  readonly conversations: number;
  /** Since the start. */
  readonly seconds: number;
}

/** How far an input is, how fast it goes and, where its size is known, when it will have been read. */
export function progressLine({ name, read, size, conversations, seconds }: Extent): string {
  const rate = seconds > 0 ? Math.round(conversations / seconds) : 0;
  const done = `${conversations} conversations, ${rate} a second`;
  if (!size || read === 0) return `${name} ${Math.round(read / 1e6)} MB ${done}`;
  const share = Math.min(1, read / size);
  const left = Math.ceil((seconds * (1 - share)) / share);
  return `${name} ${barOf(share)} ${done}, ${clockOf(left)} left`;
}

/** Such as 0:07, 12:00 or 1:02:03. */
function clockOf(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const end = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`;
}
