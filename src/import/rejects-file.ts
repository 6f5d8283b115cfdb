import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Reject } from './import.ts';

const newline = Buffer.from('\n');

/** The rejected lines of one run of one input, byte for byte. The first of them makes the file anew. */
export class RejectsFile {
  failed = false;
  private readonly path: string;
  private readonly warn: (message: string) => void;
  private handle: FileHandle | undefined;

  constructor(path: string, warn: (message: string) => void) {
    this.path = path;
    this.warn = warn;
  }

  /** Where the file cannot be written the import goes on without it. */
  async append({ bytes, partial }: Reject): Promise<void> {
    if (this.failed) return;
    try {
      this.handle ??= await open(this.path, 'w');
      await this.handle.writev(partial ? [bytes] : [bytes, newline]);
    } catch (error) {
      this.failed = true;
      this.warn(`the rejected lines cannot be written: ${error instanceof Error ? error.message : error}`);
    }
  }

  async close(): Promise<void> {
    await this.handle?.close();
  }

  /** Removes what an earlier run left, once a run has rejected nothing: the file tells of the last run alone. */
  async remove(): Promise<void> {
    await rm(this.path, { force: true }).catch(() => {});
  }
}
