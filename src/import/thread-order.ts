interface Dated {
  readonly createdAt: bigint;
}

/** Threads as they count: in the order of their instants, those of one instant as they stand in the record. */
export function inOrder<Thread extends Dated>(threads: readonly Thread[]): Thread[] {
  return threads.toSorted((one, other) =>
    one.createdAt < other.createdAt ? -1 : Number(one.createdAt > other.createdAt),
  );
}
