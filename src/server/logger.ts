import { destination, type Logger, pino } from 'pino';
import { traceFields } from '../trace.ts';

/** What is kept of a log that cannot be written at the time; lines beyond are lost. */
const mostBytesHeld = 10_000_000;

/** JSON lines on standard error: standard output is for what a command answers. */
export function createLogger(level: string): Logger {
  const stream = destination({ fd: 2, sync: true, maxLength: mostBytesHeld });
  stream.on('error', () => {}); // A log that cannot be written, as on a full disk, is no reason to stop answering.
  return pino({ level, mixin: traceFields }, stream);
}
