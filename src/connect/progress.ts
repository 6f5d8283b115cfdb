import type { Time } from './time.ts';

const millisecondsBetween = 200;

/** Tells how far a copy is. */
export interface Progress {
  /** Begins a phase; its total may be unknown. */
  readonly phase: (name: string, total?: number) => void;
  readonly done: (count: number) => void;
  /** Says something of its own beside the progress. */
  readonly say: (line: string) => void;
  readonly end: () => void;
}

export const silentProgress: Progress = { phase: () => {}, done: () => {}, say: () => {}, end: () => {} };

/** A line on a terminal that is drawn over; elsewhere a line when a phase ends. */
export function terminalProgress(terminal: NodeJS.WriteStream, time: Time): Progress {
  let name = '';
  let total: number | undefined;
  let count = 0;
  let startedAt = 0;
  let drawnAt = 0;
  const clear = (): void => {
    if (terminal.isTTY) terminal.write('\r\x1b[K');
  };
  const end = (): void => {
    clear();
    if (name !== '') terminal.write(`${name}: ${count} in ${spanOf((time.now() - startedAt) / 1000)}\n`);
    name = '';
  };
  return {
    phase: (next, of) => {
      end();
      name = next;
      total = of;
      count = 0;
      startedAt = time.now();
    },
    done: (more) => {
      count += more;
      const now = time.now();
      if (!terminal.isTTY || now - drawnAt < millisecondsBetween) return;
      drawnAt = now;
      clear();
      terminal.write(`${name} ${extentOf(count, total, (now - startedAt) / 1000)}`);
    },
    say: (line) => {
      clear();
      terminal.write(`${line}\n`);
    },
    end,
  };
}

/** Such as `[######......] 50 % of 1000, 120 a minute, 4 min left`. */
function extentOf(count: number, total: number | undefined, seconds: number): string {
  const rate = seconds > 0 ? count / seconds : 0;
  const pace = `${Math.round(rate * 60)} a minute`;
  if (!total) return `${count}, ${pace}`;
  const share = Math.min(1, count / total);
  const bar = '#'.repeat(Math.round(share * 24)).padEnd(24, '.');
  const left = rate > 0 ? `, ${spanOf(Math.max(0, total - count) / rate)} left` : '';
  return `[${bar}] ${Math.round(share * 100)} % of ${total}, ${pace}${left}`;
}

function spanOf(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
