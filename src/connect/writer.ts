import type { Database } from '../database/client.ts';
import { type Change, parseChange } from '../import/change.ts';
import type { Fault } from '../import/parse.ts';
import { createWriter, writeStream } from '../import/writer.ts';

/** Stores changes of one account, in their order, and tells of those that it refuses. */
export type Write = (changes: readonly object[]) => Promise<Fault[]>;

/** The same of changes that `parseChange` has read, which takes as long as to store them and can go on meanwhile. */
export type WriteParsed = (changes: readonly (Change | Fault)[]) => Promise<Fault[]>;

/** The importer's own writer for what a source gives. */
export function writerOf(database: Database, accountId: string): Write {
  const write = parsedWriterOf(database, accountId);
  return (changes) => write(changes.map(parseChange));
}

/** The same for what is parsed ahead. */
export function parsedWriterOf(database: Database, accountId: string): WriteParsed {
  const write = createWriter(database, accountId);
  return async (changes) => {
    const faults: Fault[] = [];
    await writeStream(write, changes, (fault) => void faults.push(fault));
    return faults;
  };
}
