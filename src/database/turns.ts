/** Starts work when its turn has come. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many pieces of work be under way at once; the others wait, in the order in which they came. */
export function createTurns(atOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
