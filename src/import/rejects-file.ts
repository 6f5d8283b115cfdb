import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { messageOf } from '../message.ts';
import type { Reject } from './import.ts';

const newline = Buffer.from('\n');
// A file of its own, and no link to another's.
const asNew = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Where an input's rejected lines go. */
export interface RejectsPlace {
  /** The path without its end. */
  readonly stem: string;
  /** Permissions of the file. */
  readonly mode: number;
}

/** The rejected lines of one run of one input, byte for byte. The first of them makes the file, under a name that is free. */
export class RejectsFile {
  failed = false;
  /** Once there is one. */
  path: string | undefined;
  private readonly place: RejectsPlace;
  private readonly warn: (message: string) => void;
  private handle: FileHandle | undefined;

  constructor(place: RejectsPlace, warn: (message: string) => void) {
    this.place = place;
    this.warn = warn;
  }

  /** Where the file cannot be written the import goes on without it. */
  async append({ bytes, partial }: Reject): Promise<void> {
    if (this.failed) return;
    try {
      this.handle ??= await this.create();
      await this.handle.writev(partial ? [bytes] : [bytes, newline]);
    } catch (error) {
      this.failed = true;
      this.warn(`the rejected lines cannot be written: ${messageOf(error)}`);
    }
  }

  async close(): Promise<void> {
    await this.handle?.close();
  }

  private async create(): Promise<FileHandle> {
    const { stem, mode } = this.place;
    for (let count = 1; ; count++) {
      const path = `${stem}${count > 1 ? `.${count}` : ''}.ndjson`;
      const handle = await open(path, asNew, 0o600).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
      if (!handle) continue;
      this.path = path;
      // The process's own mask would take permissions away.
      await handle.chmod(mode);
      return handle;
    }
  }
}
