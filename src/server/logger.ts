import { destination, type Logger, pino } from 'pino';
import { traceFields } from '../trace.ts';

/** JSON lines on standard error: standard output is for what a command answers. */
export function createLogger(level: string): Logger {
  return pino({ level, mixin: traceFields }, destination({ fd: 2, sync: true }));
}
