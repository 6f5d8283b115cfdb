import type { Line } from './lines.ts';
import { type Fault, parseRecord } from './parse.ts';
import type { ImportRecord } from './record.ts';

/** Some fourteen hundred conversations. */
export const batchBytes = 1024 * 1024;

/** A line and what was read of it: a record, or why there is none. */
interface Entry {
  readonly line: Line;
  readonly content: ImportRecord | Fault;
}

export interface Batch {
  readonly entries: readonly Entry[];
  /** Length of the lines. */
  readonly bytes: number;
}

/** Whole lines up to `batchBytes`; a longer line makes a batch of its own. */
export async function* batchesOf(lines: AsyncIterable<Line>): AsyncGenerator<Batch> {
  let entries: Entry[] = [];
  let bytes = 0;
  for await (const line of lines) {
    if (entries.length > 0 && bytes + line.bytes.length > batchBytes) {
      yield { entries, bytes };
      entries = [];
      bytes = 0;
    }
    entries.push({
      line,
      content: line.fault === undefined ? parseRecord(line.bytes) : { reason: line.fault },
    });
    bytes += line.bytes.length;
  }
  if (entries.length > 0) yield { entries, bytes };
}
