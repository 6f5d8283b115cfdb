const firstSlots = 1 << 16;

/** Tells of many rooms by their ids in which place each came, in the memory of a few numbers a room. */
export interface RoomIndex {
  /** Keeps an id, and returns its place: that which it has already, or the next. */
  readonly add: (id: string) => number;
  /** Undefined where no such id was added. */
  readonly placeOf: (id: string) => number | undefined;
  readonly size: () => number;
}

/**
 * Ids are held as 64 bits that stand for them: of a million rooms two have the same once in many million dumps, and what is found by
 * a place is compared by its id again.
 */
export function createRoomIndex(): RoomIndex {
  let table = openTable(firstSlots);
  let size = 0;
  const grow = (): void => {
    const before = table;
    table = openTable(before.places.length * 2);
    before.places.forEach((place, slot) => {
      if (place !== empty) put(table, before.one[slot] ?? 0, before.other[slot] ?? 0, place);
    });
  };
  return {
    add: (id) => {
      if (size * 2 >= table.places.length) grow();
      const [one, other] = hashesOf(id);
      const place = put(table, one, other, size);
      if (place === size) size++;
      return place;
    },
    placeOf: (id) => {
      const place = table.places[slotOf(table, ...hashesOf(id))];
      return place === empty ? undefined : place;
    },
    size: () => size,
  };
}

const empty = 0xffff_ffff;

interface Table {
  readonly one: Uint32Array;
  readonly other: Uint32Array;
  readonly places: Uint32Array;
}

function openTable(slots: number): Table {
  return {
    one: new Uint32Array(slots),
    other: new Uint32Array(slots),
    places: new Uint32Array(slots).fill(empty),
  };
}

/** The slot that has these hashes, or the empty one where they belong. */
function slotOf({ one, other, places }: Table, first: number, second: number): number {
  const last = places.length - 1;
  let slot = first & last;
  while (places[slot] !== empty && (one[slot] !== first || other[slot] !== second)) slot = (slot + 1) & last;
  return slot;
}

function put(table: Table, first: number, second: number, place: number): number {
  const slot = slotOf(table, first, second);
  const before = table.places[slot] ?? empty;
  if (before !== empty) return before;
  table.one[slot] = first;
  table.other[slot] = second;
  table.places[slot] = place;
  return place;
}

/** Two hashes that know nothing of each other. */
function hashesOf(id: string): [number, number] {
  let one = 0x811c_9dc5;
  let other = 0x9e37_79b9;
  for (let index = 0; index < id.length; index++) {
    const code = id.charCodeAt(index);
    one = Math.imul(one ^ code, 0x0100_0193);
    other = Math.imul((other << 5) | (other >>> 27), 0x85eb_ca6b) ^ Math.imul(code + index, 0xc2b2_ae35);
  }
  return [mixed(one), mixed(other)];
}

function mixed(hash: number): number {
  let mixing = hash ^ (hash >>> 16);
  mixing = Math.imul(mixing, 0x7feb_352d);
  mixing ^= mixing >>> 15;
  mixing = Math.imul(mixing, 0x846c_a68b);
  return (mixing ^ (mixing >>> 16)) >>> 0;
}
