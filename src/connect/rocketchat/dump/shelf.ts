import { textOf } from './pick.ts';
import { createRoomIndex, type RoomIndex } from './room-index.ts';
import { type Block, createSealedFile } from './sealed-file.ts';

/** Rooms whose messages are held in memory together. */
const roomsAtOnce = 1000;

/** What is held of each compartment until it is written. */
const blockBytes = 16 * 1024;

/** A room of a dump and its messages, as BSON. */
export interface SetAside {
  readonly room: Buffer;
  readonly messages: readonly Buffer[];
}

/** Rooms and messages of a dump, which come apart and in any order, set aside so that each room is taken with its messages. */
export interface Shelf {
  readonly rooms: RoomIndex;
  readonly putRoom: (id: string, room: Buffer) => void;
  /** Drops a message of a room that was not put. */
  readonly putMessage: (roomId: string, message: Buffer) => void;
  /** All rooms in their order with all of their messages. Of several rooms of one id it is the last, as in a database that they are restored to. */
  readonly take: () => Generator<SetAside>;
  readonly close: () => void;
}

/** Keeps what is set aside in a file that this process alone can read. */
export function createShelf(): Shelf {
  const file = createSealedFile();
  const rooms = createRoomIndex();
  const compartments: Compartment[] = [];
  const compartmentOf = (place: number): Compartment => {
    const index = Math.floor(place / roomsAtOnce);
    compartments[index] ??= createCompartment(file.append);
    return compartments[index];
  };
  return {
    rooms,
    putRoom: (id, room) => compartmentOf(rooms.add(id)).put(room),
    putMessage: (roomId, message) => {
      const place = rooms.placeOf(roomId);
      if (place !== undefined) compartmentOf(place).put(message);
    },
    take: function* () {
      for (const { blocks, flush } of compartments) {
        flush();
        yield* roomsIn(file.read(blocks));
      }
    },
    close: file.close,
  };
}

/** Documents one after another, in the order in which they are put. */
interface Compartment {
  readonly put: (document: Buffer) => void;
  readonly blocks: readonly Block[];
  readonly flush: () => void;
}

function createCompartment(append: (bytes: Buffer) => Block): Compartment {
  const held = Buffer.allocUnsafeSlow(blockBytes);
  const blocks: Block[] = [];
  let length = 0;
  const flush = (): void => {
    if (length > 0) blocks.push(append(held.subarray(0, length)));
    length = 0;
  };
  const put = (document: Buffer): void => {
    if (length + document.length > blockBytes) flush();
    if (document.length > blockBytes) blocks.push(append(document));
    else length += document.copy(held, length);
  };
  return { put, blocks, flush };
}

function* roomsIn(documents: Buffer): Generator<SetAside> {
  const rooms = new Map<string, { room?: Buffer; readonly messages: Buffer[] }>();
  const roomOf = (id: string) => {
    const found = rooms.get(id) ?? { messages: [] };
    rooms.set(id, found);
    return found;
  };
  for (let at = 0; at < documents.length; ) {
    const document = documents.subarray(at, at + documents.readInt32LE(at));
    at += document.length;
    // Messages alone name a room.
    const roomId = textOf(document, 'rid');
    if (roomId === undefined) roomOf(textOf(document, '_id') ?? '').room = document;
    else roomOf(roomId).messages.push(document);
  }
  for (const { room, messages } of rooms.values()) if (room) yield { room, messages };
}
