interface IdentifiedRecord {
  readonly type: string;
  readonly id: string;
}

/** Records by type and id: of several with the same the last counts. */
export function byTypeAndId(records: Iterable<IdentifiedRecord>): Map<string, object> {
  return new Map(Array.from(records, (record) => [`${record.type} ${record.id}`, record]));
}
