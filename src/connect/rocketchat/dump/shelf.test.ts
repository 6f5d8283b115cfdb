import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { BSON } from 'bson';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createShelf, type Shelf } from './shelf.ts';

let shelf: Shelf;

beforeEach(() => {
  shelf = createShelf();
});

afterEach(() => shelf.close());

function bson(document: object): Buffer {
  return Buffer.from(BSON.serialize(document));
}

function putRoom(room: { readonly _id: string; readonly [field: string]: unknown }): void {
  shelf.putRoom(room._id, bson(room));
}

function putMessage(message: { readonly rid: string; readonly [field: string]: unknown }): void {
  shelf.putMessage(message.rid, bson(message));
}

function taken(): object[] {
  return Array.from(shelf.take(), ({ room, messages }) => ({
    room: BSON.deserialize(room),
    messages: messages.map((message) => BSON.deserialize(message)),
  }));
}

test('each room is taken with its messages, whatever came between them and however long they are', () => {
  const rooms = Array.from({ length: 2500 }, (_, place) => ({ _id: `R${place}` }));
  const messagesOf = ({ _id }: { _id: string }) =>
    [1, 2].map((part) => ({
      _id: `${_id}-${part}`,
      rid: _id,
      filling: 'ü'.repeat(_id === 'R7' ? 20_000 : 40),
    }));
  rooms.forEach(putRoom);
  for (const part of [0, 1])
    for (const room of rooms.toReversed()) {
      const message = messagesOf(room)[part];
      if (message) putMessage(message);
    }
  expect(taken()).toEqual(rooms.map((room) => ({ room, messages: messagesOf(room) })));
});

test('of several rooms of one id the last is taken, and a message of no room is dropped', () => {
  putRoom({ _id: 'R1', fname: 'first' });
  putRoom({ _id: 'R2' });
  putRoom({ _id: 'R1', fname: 'last' });
  putMessage({ _id: 'M1', rid: 'GENERAL' });
  expect(taken()).toEqual([
    { room: { _id: 'R1', fname: 'last' }, messages: [] },
    { room: { _id: 'R2' }, messages: [] },
  ]);
});

const openFiles = '/proc/self/fd';

// Only Linux shows a process its open files.
test.skipIf(process.platform !== 'linux')('what is set aside cannot be read on the disk', () => {
  const secret = 'CANARY'.repeat(4000);
  putRoom({ _id: 'R1', v: { token: secret } });
  const unnamed = readdirSync(openFiles).filter((file) => {
    try {
      return /deskgraph-.* \(deleted\)$/.test(readlinkSync(`${openFiles}/${file}`));
    } catch {
      return false; // The folder's own, which is closed by now.
    }
  });
  expect(unnamed).toHaveLength(1);
  const written = readFileSync(`${openFiles}/${unnamed[0]}`);
  expect(written.length).toBeGreaterThan(secret.length);
  expect(written.includes('CANARY')).toBe(false);
  expect(taken()).toEqual([{ room: { _id: 'R1', v: { token: secret } }, messages: [] }]);
});
