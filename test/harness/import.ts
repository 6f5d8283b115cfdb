import type { Database } from '../../src/database/client.ts';
import { importInput } from '../../src/import/import.ts';
import type { Tally } from '../../src/import/tally.ts';

/** Imports records as a file of them would be. */
export function importRecords(database: Database, records: readonly object[]): Promise<Tally> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  return importInput(database, { name: 'records', chunks: oneChunk(text) });
}

/** Imports lines as a file of them would be. */
export function importLines(database: Database, lines: Iterable<string>): Promise<Tally> {
  return importInput(database, { name: 'lines', chunks: oneChunk([...lines, ''].join('\n')) });
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
