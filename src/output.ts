import { messageOf } from './message.ts';

/**
 * Lets a command go on where the reader of its output or its messages has hung up, as `head` does: nobody misses what
 * is written then. Output that cannot be written for another reason is told, and the command fails.
 */
export function outliveReaders(): void {
  process.stdout.on('error', (error) => {
    if (isHangUp(error)) return;
    process.exitCode ||= 1;
    process.stderr.write(`deskgraph: standard output cannot be written: ${messageOf(error)}\n`);
  });
  process.stderr.on('error', () => {}); // There is nowhere left to tell.
}

/** Whether whoever read a stream has gone. */
export function isHangUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
}
