import type { Progress } from './progress.ts';
import type { Time } from './time.ts';

/** What a connection's work goes by. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly time: Time;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Told of each request that was sent, with the status that came back; 0 where none did. */
  readonly onSent: (status: number) => void;
  /** Told of what the operator should read in the log though nothing failed. */
  readonly tell?: ((notice: string) => void) | undefined;
  /** Called between the steps of what takes long: fetches what was marked meanwhile. Without it that waits. */
  readonly between?: (() => Promise<void>) | undefined;
}
