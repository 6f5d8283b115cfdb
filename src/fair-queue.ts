/** Who waits: a request, and whom it shares its turns with. */
export interface Sharer {
  /** Requests with the same name, which is that of their token, have their turns together. */
  readonly sharer: string;
}

/** Things that wait for their turn, which comes round by sharer, and of one sharer by request. */
export interface FairQueue<Item> {
  /** How many wait. */
  readonly size: () => number;
  /** How many of one request wait. */
  readonly sizeOf: (of: Sharer) => number;
  /** Adds a thing of a request; returns how to take it out again before its turn. */
  readonly add: (of: Sharer, item: Item) => () => void;
  /** Takes out whose turn it is among the requests that may have one; undefined where none of them waits. */
  readonly take: (mayHaveTurn?: (of: Sharer) => boolean) => Item | undefined;
}

/** However much one of them adds, each of the others has its turn after at most one turn of each. */
export function createFairQueue<Item>(): FairQueue<Item> {
  const waiting = new Map<string, Map<Sharer, Set<Item>>>();
  let size = 0;

  const remove = (of: Sharer, item: Item): void => {
    const requests = waiting.get(of.sharer);
    const items = requests?.get(of);
    if (!items?.delete(item)) return;
    size -= 1;
    if (items.size === 0) requests?.delete(of);
    if (requests?.size === 0) waiting.delete(of.sharer);
  };

  return {
    size: () => size,
    sizeOf: (of) => waiting.get(of.sharer)?.get(of)?.size ?? 0,
    add: (of, item) => {
      const requests = entryOf(waiting, of.sharer, () => new Map<Sharer, Set<Item>>());
      entryOf(requests, of, () => new Set<Item>()).add(item);
      size += 1;
      return () => remove(of, item);
    },
    take: (mayHaveTurn = () => true) => {
      for (const [sharer, requests] of waiting)
        for (const [of, items] of requests) {
          const [item] = items;
          if (item === undefined || !mayHaveTurn(of)) continue;
          moveToEnd(waiting, sharer, requests);
          moveToEnd(requests, of, items);
          remove(of, item);
          return item;
        }
      return undefined;
    },
  };
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}

// A map lists its keys in the order in which they were set.
function moveToEnd<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key);
  map.set(key, value);
}
