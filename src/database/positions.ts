interface Seen {
  /** In bytes of the log. */
  readonly position: bigint;
  /** When the primary was last seen there, in milliseconds of the process's clock. */
  at: number;
}

/** An hour, where the primary is looked at each second. */
const mostSeen = 3600;

export type Positions = ReturnType<typeof createPositions>;

/**
 * Where the primary was in its log, and when. It tells how old what a replica shows is, also where nothing is written: a replica at a
 * position of the log shows all that was there when the primary was last seen at that position.
 */
export function createPositions() {
  const seen: Seen[] = [];
  return {
    note: (position: bigint, at: number): void => {
      const last = seen.at(-1);
      // Another server has taken the place of the primary, and its log is not as long.
      if (last && position < last.position) seen.length = 0;
      if (last?.position === position) last.at = at;
      else seen.push({ position, at });
      if (seen.length > mostSeen) seen.shift();
    },
    /** So many milliseconds is what a replica shows old that has come so far; infinity where that is not known. */
    ageAt: (position: bigint, now: number): number => {
      const passed = seen.findLast((each) => each.position <= position);
      return passed ? now - passed.at : Number.POSITIVE_INFINITY;
    },
  };
}
