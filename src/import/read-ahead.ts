/**
 * Gives `items` in their order and goes on reading while the caller works on one, as long as all that it has given or keeps
 * comes to less than `most` bytes; the caller has done with an item when it asks for the next. An error comes in its place.
 */
export async function* readAhead<Item extends { readonly bytes: number }>(
  items: AsyncGenerator<Item>,
  most: number,
): AsyncGenerator<Item> {
  const results: Promise<IteratorResult<Item>>[] = [];
  let held = 0;
  let isReading = false;
  const read = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    while (held < most) {
      const next = items.next();
      results.push(next);
      const { done, value } = await next;
      if (done) return;
      held += value.bytes;
    }
    isReading = false;
  };
  const readOn = () => void read().catch(() => {}); // The caller gets the error from `results`.
  readOn();
  try {
    for (let next = results.shift(); next; next = results.shift()) {
      const { done, value } = await next;
      if (done) return;
      yield value;
      held -= value.bytes;
      readOn();
    }
  } finally {
    void items.return(undefined);
  }
}
