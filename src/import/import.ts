import type { Database } from '../database/client.ts';
import { UsageError } from '../usage-error.ts';
import { type Batch, batchBytes, batchesOf } from './batch.ts';
import type { Change } from './change.ts';
import { decoded } from './decode.ts';
import { linesOf } from './lines.ts';
import { type Fault, isFault } from './parse.ts';
import { readAhead } from './read-ahead.ts';
import { addTally, countImported, countRejected, emptyTally, type Tally } from './tally.ts';
import { storeTally } from './tally-store.ts';
import { createWriter, type Writer } from './writer.ts';

/** Bytes of the import format, plain or gzip, and what to call them in messages. */
export interface ImportSource {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** A line that was not imported. One that is too long to be held comes in pieces; all but the last are `partial`. */
export interface Reject extends Fault {
  readonly line: number;
  readonly bytes: Buffer;
  readonly partial: boolean;
}

export interface ImportReporter {
  readonly rejected: (reject: Reject) => Promise<void> | void;
  /** Called once a batch is stored, with what became of it. */
  readonly committed: (batch: Tally) => void;
  /** Called with what was skipped without a loss. */
  readonly warned: (message: string) => void;
}

const silent: ImportReporter = { rejected: () => {}, committed: () => {}, warned: () => {} };

/** A batch that is being stored and two that are not yet, unless one is longer than that by itself. */
const bytesHeld = 2 * batchBytes;

/**
 * Imports one input, a transaction a batch, and returns what became of its records. Rejected ones go to `reporter`
 * in the order of their lines. Throws a `UsageError`, with nothing imported, where the first record is no valid
 * account; an error of the database ends the import after the batches before it.
 */
export async function importInput(
  database: Database,
  source: ImportSource,
  reporter: ImportReporter = silent,
): Promise<Tally> {
  const tally = emptyTally();
  let accountId: string | undefined;
  let write: Writer | undefined;
  // The next batches are read while the database stores one.
  const lines = linesOf(decoded(source.chunks, reporter.warned));
  for await (const batch of readAhead(batchesOf(lines), bytesHeld)) {
    const id = accountId ?? accountIdOf(source.name, batch);
    accountId = id;
    write ??= createWriter(database, id);
    addTally(tally, await importBatch(write, batch, reporter));
  }
  if (accountId === undefined)
    throw new UsageError(`${source.name}: no records; the first must be the account`);
  await storeTally(database, accountId, tally);
  return tally;
}

function accountIdOf(name: string, { entries: [first] }: Batch): string {
  const content = first?.content;
  if (content && !isFault(content) && content.type === 'account') return content.id;
  const reason = content && isFault(content) ? ` (${content.reason})` : '';
  throw new UsageError(
    `${name}:${first?.line.number}: the first record must be the account${reason}; nothing was imported`,
  );
}

async function importBatch(write: Writer, { entries }: Batch, reporter: ImportReporter): Promise<Tally> {
  const tally = emptyTally();
  const records = entries.flatMap(({ content }) => (isFault(content) ? [] : [content]));
  const refused = records.length > 0 ? await write(records) : new Map<Change, Fault>();
  for (const { line, content } of entries) {
    const outcome = isFault(content) ? content : (refused.get(content) ?? content);
    if (!isFault(outcome)) countImported(tally, outcome);
    else {
      if (!line.partial) countRejected(tally, outcome.type);
      await reporter.rejected({ ...outcome, line: line.number, bytes: line.bytes, partial: line.partial });
    }
  }
  reporter.committed(tally);
  return tally;
}
