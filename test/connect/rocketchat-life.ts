import type { StubDocument } from './rocketchat-data.ts';
import type { RocketchatStub } from './rocketchat-stub-state.ts';

/** Numbers from 0 and below `most`, the same for each seed. */
export function numbersOf(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return Math.floor((state / 0x8000_0000) * most);
  };
}

type Event = (stub: RocketchatStub, room: StubDocument, next: (most: number) => number) => void;

const agents = [
  { _id: 'A1', username: 'ada' },
  { _id: 'A2', username: 'bob' },
];

function write(stub: RocketchatStub, room: StubDocument, message: Partial<StubDocument>): void {
  const messages = stub.messages.get(room._id) ?? [];
  stub.messages.set(room._id, messages);
  const ts = new Date(stub.now).toISOString();
  messages.push({ _id: `L${stub.now}`, rid: room._id, ts, msg: 'CANARY', ...message });
  Object.assign(room, { msgs: Number(room['msgs'] ?? 0) + 1, lm: ts });
}

/** What happens to rooms; each changes when the room changed last. */
const events: Event[] = [
  (stub, room) => write(stub, room, { u: room['v'] as object, token: 'CANARY' }),
  (stub, room, next) => write(stub, room, { u: { ...agents[next(2)], name: 'Somebody' } }),
  (_stub, room, next) => set(room, { servedBy: agents[next(2)] }),
  (_stub, room) => set(room, { onHold: room['open'] === true ? true : undefined }),
  (_stub, room) => set(room, { onHold: undefined }),
  (_stub, room) => set(room, { servedBy: undefined }),
  (_stub, room, next) => set(room, { tags: [['refund'], ['bug', 'VIP customer'], []][next(3)] }),
  (_stub, room, next) => set(room, { departmentId: ['D1', 'D2', undefined][next(3)] }),
  close,
  // Opened again by an email: what closing has left stays.
  (stub, room) => {
    set(room, { open: true });
    write(stub, room, { u: room['v'] as object, token: 'CANARY' });
  },
];

function set(room: StubDocument, changed: Partial<StubDocument>): void {
  Object.assign(room, changed);
}

function close(stub: RocketchatStub, room: StubDocument): void {
  if (room['open'] !== true) return;
  write(stub, room, { u: agents[0], t: 'livechat-close' });
  const seconds = (stub.now - Date.parse(String(room['ts']))) / 1000;
  const closedAt = new Date(stub.now).toISOString();
  set(room, { open: undefined, closedAt, metrics: { chatDuration: seconds } });
}

/** Lets something happen to a random room, or a new one begin, or one be erased. */
export function live(stub: RocketchatStub, next: (most: number) => number): void {
  stub.now += 1000 + next(20_000);
  const rooms = [...stub.rooms.values()];
  const room = rooms[next(rooms.length)];
  const what = next(events.length + 2);
  if (what === events.length && rooms.length > 3 && room) {
    stub.rooms.delete(room._id);
    stub.messages.delete(room._id);
    return;
  }
  const event = events[what];
  const changed = event && room ? room : begin(stub);
  event?.(stub, changed, next);
  changed['_updatedAt'] = new Date(stub.now).toISOString();
}

function begin(stub: RocketchatStub): StubDocument {
  const ts = new Date(stub.now).toISOString();
  const visitor = { _id: `V${stub.now}`, username: `guest-${stub.now}`, token: 'CANARY', phone: 'CANARY' };
  const room = { _id: `N${stub.now}`, t: 'l', ts, open: true, msgs: 0, v: visitor, source: { type: 'api' } };
  stub.rooms.set(room._id, room);
  write(stub, room, { u: visitor, token: 'CANARY' });
  return room;
}
