import type { ImportRecord, RecordType } from './record.ts';

/** How many records were imported and rejected; only types that occurred have an entry. */
export interface Tally {
  readonly imported: Map<RecordType, number>;
  /** By the type that the record claims; `unreadable` where it claims none that there is. */
  readonly rejected: Map<RecordType | 'unreadable', number>;
  /** Imported conversations that were closed before they were created. */
  warnings: number;
}

export function emptyTally(): Tally {
  return { imported: new Map(), rejected: new Map(), warnings: 0 };
}

export function countImported(tally: Tally, record: ImportRecord): void {
  add(tally.imported, record.type, 1);
  if (record.type !== 'conversation' || record.closedAt == null) return;
  if (record.closedAt < record.createdAt) tally.warnings++;
}

export function countRejected(tally: Tally, type: RecordType | undefined): void {
  add(tally.rejected, type ?? 'unreadable', 1);
}

/** Adds the numbers of one tally to another. */
export function addTally(sum: Tally, { imported, rejected, warnings }: Tally): void {
  for (const [type, count] of imported) add(sum.imported, type, count);
  for (const [type, count] of rejected) add(sum.rejected, type, count);
  sum.warnings += warnings;
}

export function totalOf(counts: ReadonlyMap<string, number>): number {
  return Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
