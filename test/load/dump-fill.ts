import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serialize } from 'bson';

/** Where rooms that are under way at once lie: a message is written so many rooms after the one before it. */
export interface DumpForm {
  readonly rooms: number;
  readonly messagesOf: (room: number) => number;
  readonly roomsBetween: number;
}

const firstInstant = Date.UTC(2022, 0, 1);
const twoYears = 730 * 86_400_000;
const messageMilliseconds = 90_000;
const agents = 50;
const departments = 5;

/** Writes a workspace as mongodump does: messages in the order in which they were sent, those of many rooms among each other. */
export async function writeDump(folder: string, form: DumpForm): Promise<void> {
  await write(folder, 'rocketchat_livechat_department', departmentDocuments());
  await write(folder, 'users', userDocuments());
  await write(folder, 'rocketchat_room', roomDocuments(form));
  await write(folder, 'rocketchat_message', messageDocuments(form));
}

/** What must come out of the dump, as lines of the import format. */
export function* recordLines(form: DumpForm): Generator<string> {
  const line = (record: object): string => `${JSON.stringify(record)}\n`;
  yield line({ type: 'account', id: 'acme', name: 'acme', timeZone: 'UTC' });
  for (let n = 0; n < departments; n++) yield line({ type: 'mailbox', id: `D${n}`, name: `Department ${n}` });
  for (let n = 0; n < agents; n++) yield line({ type: 'user', id: `A${n}`, name: `Agent ${n}` });
  for (const name of ['refund', 'bug']) yield line({ type: 'tag', id: name, name });
  for (let room = 0; room < form.rooms; room++) {
    yield line({ type: 'customer', id: `V${room}`, name: `guest-${room}` });
    const at = startOf(form, room);
    const threads = Array.from({ length: form.messagesOf(room) }, (_, message) => ({
      id: `M${room}-${message}`,
      kind: message % 2 === 0 ? 'customer' : 'reply',
      createdAt: new Date(at + message * messageMilliseconds).toISOString(),
      ...(message % 2 === 1 && { userId: `A${room % agents}` }),
      ...(message % 2 === 0 && { customerId: `V${room}` }),
    }));
    yield line({
      type: 'conversation',
      id: idOf(room),
      number: room + 1,
      mailboxId: `D${room % departments}`,
      conversationType: 'chat',
      channel: 'widget',
      status: isOpen(room) ? 'open' : 'closed',
      createdAt: new Date(at).toISOString(),
      ...(!isOpen(room) && { closedAt: new Date(endOf(form, room)).toISOString() }),
      customerId: `V${room}`,
      assigneeId: `A${room % agents}`,
      ...(isTagged(room) && { tags: ['refund', 'bug'] }),
      threads,
    });
  }
}

const idOf = (room: number): string => `R${String(room).padStart(16, '0')}`;
const isOpen = (room: number): boolean => room % 50 === 0;
const isTagged = (room: number): boolean => room % 3 === 0;
const startOf = ({ rooms }: DumpForm, room: number): number =>
  firstInstant + Math.floor((room / rooms) * twoYears);
const endOf = (form: DumpForm, room: number): number =>
  startOf(form, room) + form.messagesOf(room) * messageMilliseconds;

function* departmentDocuments(): Generator<object> {
  for (let n = 0; n < departments; n++) yield { _id: `D${n}`, name: `Department ${n}`, enabled: true };
}

function* userDocuments(): Generator<object> {
  const secrets = {
    services: { password: { bcrypt: 'CANARY' } },
    emails: [{ address: 'CANARY@example.com' }],
  };
  for (let n = 0; n < agents; n++)
    yield {
      _id: `A${n}`,
      username: `agent${n}`,
      name: `Agent ${n}`,
      roles: ['livechat-agent'],
      type: 'user',
      ...secrets,
    };
}

function* roomDocuments(form: DumpForm): Generator<object> {
  for (let room = 0; room < form.rooms; room++) {
    const agent = { _id: `A${room % agents}`, username: `agent${room % agents}` };
    const [ts, end] = [new Date(startOf(form, room)), new Date(endOf(form, room))];
    const closing = { closedAt: end, closer: 'user', closedBy: agent, metrics: { chatDuration: 600 } };
    yield {
      _id: idOf(room),
      t: 'l',
      ts,
      lm: end,
      msgs: form.messagesOf(room),
      usersCount: 2,
      v: {
        _id: `V${room}`,
        username: `guest-${room}`,
        name: `guest-${room}`,
        token: 'CANARY',
        status: 'offline',
      },
      source: { type: 'widget' },
      servedBy: { ...agent, ts },
      departmentId: `D${room % departments}`,
      ...(isTagged(room) && { tags: ['refund', 'bug'] }),
      ...(isOpen(room) ? { open: true } : closing),
      _updatedAt: end,
    };
  }
}

function* messageDocuments(form: DumpForm): Generator<object> {
  const most = Array.from({ length: form.rooms }, (_, room) => form.messagesOf(room)).reduce((a, b) =>
    Math.max(a, b),
  );
  for (let time = 0; time < form.rooms + most * form.roomsBetween; time++)
    for (let message = 0; message < most; message++) {
      const room = time - message * form.roomsBetween;
      if (room < 0) break;
      if (room >= form.rooms || message >= form.messagesOf(room)) continue;
      yield messageDocument(form, room, message);
    }
}

function messageDocument(form: DumpForm, room: number, message: number): object {
  const ts = new Date(startOf(form, room) + message * messageMilliseconds);
  const visitor = { _id: `V${room}`, username: `guest-${room}` };
  const agent = {
    _id: `A${room % agents}`,
    username: `agent${room % agents}`,
    name: `Agent ${room % agents}`,
  };
  return {
    _id: `M${room}-${message}`,
    rid: idOf(room),
    msg: 'CANARY text of a message '.repeat(1 + (message % 5)),
    ts,
    u: message % 2 === 0 ? visitor : agent,
    ...(message % 2 === 0 && { token: 'CANARY' }),
    urls: [],
    mentions: [],
    channels: [],
    md: [{ type: 'PARAGRAPH', value: [{ type: 'PLAIN_TEXT', value: 'CANARY text' }] }],
    _updatedAt: ts,
  };
}

async function write(folder: string, collection: string, documents: Iterable<object>): Promise<void> {
  await pipeline(Readable.from(pieces(documents)), createWriteStream(join(folder, `${collection}.bson`)));
}

function* pieces(documents: Iterable<object>): Generator<Buffer> {
  let piece: Uint8Array[] = [];
  for (const document of documents) {
    piece.push(serialize(document));
    if (piece.length < 500) continue;
    yield Buffer.concat(piece);
    piece = [];
  }
  yield Buffer.concat(piece);
}
