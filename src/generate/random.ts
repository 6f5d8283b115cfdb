const seedingRounds = 12;

/**
 * The generator sfc32 by Chris Doty-Humphrey, seeded as in his PractRand: the same seed gives the same numbers
 * on every machine. Of arithmetic on fractions its users may do what IEEE 754 defines exactly (+ − × ÷), but not
 * `Math.pow`, `Math.log` and the like, whose last bits differ between platforms.
 */
export class Random {
  private a = 0;
  private b: number;
  private c: number;
  private counter = 1;

  /** `seed` is an integer from 0 to `Number.MAX_SAFE_INTEGER`. */
  constructor(seed: number) {
    this.b = seed | 0;
    this.c = Math.floor(seed / 2 ** 32) | 0;
    for (let round = 0; round < seedingRounds; round++) this.uniform();
  }

  /** A fraction in [0, 1) with 32 random bits. */
  uniform(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** An integer in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** An integer in [0, limit), the small ones far more often: the first of n comes with probability 1/√n. */
  skewedBelow(limit: number): number {
    const fraction = this.uniform();
    return Math.floor(fraction * fraction * limit);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** A duration around `median` (in its unit, at least 1) with a long tail, up to 50 times the median. */
  delay(median: number): number {
    const fraction = this.uniform();
    return 1 + Math.floor((median * fraction) / (1.02 - fraction));
  }

  /** Any of the items, each as likely. Throws a `RangeError` if there is none, as do the two below. */
  pick<Item>(items: readonly Item[]): Item {
    return itemAt(items, this.below(items.length));
  }

  /** One of the items, the early ones far more often. */
  pickSkewed<Item>(items: readonly Item[]): Item {
    return itemAt(items, this.skewedBelow(items.length));
  }

  /** One of the items, in proportion to their weights, which must be integers that sum to 100. */
  pickWeighted<Item>(items: readonly Weighted<Item>[]): Item {
    let rest = this.uniform() * 100;
    const index = items.findIndex(([, weight]) => {
      rest -= weight;
      return rest < 0;
    });
    return itemAt(items, index)[0];
  }
}

/** An item and its share in per cent. */
export type Weighted<Item> = readonly [Item, number];

function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
}
