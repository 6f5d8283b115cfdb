import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceParts } from '../room.ts';
import type { SourceMessage, SourceRoom } from '../source.ts';
import { createRoomIndex, type RoomIndex } from './room-index.ts';

/** Rooms whose messages are held in memory together. */
const roomsAtOnce = 4000;
const heldCharacters = 32 * 1024;

/** Rooms and messages of a dump, which come apart and in any order, set aside so that each room is taken with its messages. */
export interface Shelf {
  readonly rooms: RoomIndex;
  readonly putRoom: (room: SourceRoom) => void;
  /** Drops a message of a room that was not put. */
  readonly putMessage: (message: SourceMessage) => void;
  /** When the room that changed last of all did so, milliseconds since 1970. */
  readonly updatedUntil: () => number | null;
  /** All rooms in their order with all of their messages. */
  readonly take: () => Generator<SourceParts>;
  readonly close: () => void;
}

/** Keeps what is set aside in temporary files that no other program can open, and that end with this one however it ends. */
export function createShelf(): Shelf {
  const rooms = createRoomIndex();
  const compartments: Compartment[] = [];
  let updatedUntil: number | null = null;
  const compartmentOf = (place: number): Compartment => {
    const index = Math.floor(place / roomsAtOnce);
    compartments[index] ??= openCompartment();
    return compartments[index];
  };
  return {
    rooms,
    putRoom: (room) => {
      if (room.updatedAt !== null) updatedUntil = Math.max(updatedUntil ?? 0, room.updatedAt);
      compartmentOf(rooms.add(room.id)).put(`${room.id}\tR${JSON.stringify(room)}`);
    },
    updatedUntil: () => updatedUntil,
    putMessage: (message) => {
      const place = rooms.placeOf(message.roomId);
      if (place !== undefined) compartmentOf(place).put(`${message.roomId}\tM${JSON.stringify(message)}`);
    },
    take: function* () {
      for (const compartment of compartments) yield* partsOf(compartment.takeAll());
    },
    close: () => {
      for (const compartment of compartments) compartment.close();
    },
  };
}

interface Compartment {
  readonly put: (line: string) => void;
  readonly takeAll: () => string;
  readonly close: () => void;
}

function openCompartment(): Compartment {
  const folder = mkdtempSync(join(tmpdir(), 'deskgraph-'));
  const file = openSync(join(folder, 'rooms'), 'wx+', 0o600);
  rmSync(folder, { recursive: true });
  let held: string[] = [];
  let characters = 0;
  let bytes = 0;
  const flush = (): void => {
    bytes += writeSync(file, held.join(''));
    held = [];
    characters = 0;
  };
  return {
    put: (line) => {
      held.push(line, '\n');
      characters += line.length;
      if (characters > heldCharacters) flush();
    },
    takeAll: () => {
      flush();
      const buffer = Buffer.allocUnsafe(bytes);
      for (let read = 0; read < bytes; ) read += readSync(file, buffer, read, bytes - read, read);
      return buffer.toString('utf8');
    },
    close: () => closeSync(file),
  };
}

/** Of several rooms or messages of one id the last counts, as in a database that they are restored to. */
function* partsOf(lines: string): Generator<SourceParts> {
  const rooms = new Map<string, { room?: string; messages: string[] }>();
  for (const line of lines.split('\n')) {
    const end = line.indexOf('\t');
    if (end < 0) continue;
    const id = line.slice(0, end);
    const found = rooms.get(id) ?? { messages: [] };
    rooms.set(id, found);
    const content = line.slice(end + 2);
    if (line[end + 1] === 'R') found.room = content;
    else found.messages.push(content);
  }
  for (const { room, messages } of rooms.values()) {
    const read: SourceMessage[] = JSON.parse(`[${messages.join()}]`);
    const byId = new Map(read.map((message) => [message.id, message]));
    if (room !== undefined) yield { room: JSON.parse(room), messages: [...byId.values()], transfers: [] };
  }
}
