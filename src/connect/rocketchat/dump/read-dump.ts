import { deserialize } from 'bson';
import type { z } from 'zod';
import { shaped } from '../../requests/shape.ts';
import {
  departmentDocument,
  fieldDocument,
  type Keeping,
  messageDocument,
  roomDocument,
  roomOf,
  userDocument,
} from '../documents.ts';
import type { SourceParts } from '../room.ts';
import type { SourceDepartment, SourceField, SourceMessage, SourceUser } from '../source.ts';
import { documentsOf } from './documents.ts';
import type { DumpFiles } from './files.ts';
import { textOf, wantedOf } from './pick.ts';
import type { SetAside, Shelf } from './shelf.ts';

/** Told of each document that cannot be read. */
export type Refuse = (reason: string) => void;

/** What a dump has besides rooms and messages, which is small enough to be held. */
export interface DumpLists {
  readonly departments: readonly SourceDepartment[];
  readonly users: ReadonlyMap<string, SourceUser>;
  readonly fields: readonly SourceField[];
}

export async function readLists(files: DumpFiles, refuse: Refuse): Promise<DumpLists> {
  const departments = await listOf(files.departments, departmentDocument, refuse);
  const users = await listOf(files.users, userDocument, refuse);
  const fields = await listOf(files.fields, fieldDocument, refuse);
  return {
    departments: departments.filter((department) => department !== null),
    users: new Map(users.map((user) => [user.id, user])),
    fields: fields.filter((field) => field !== null),
  };
}

async function listOf<Item>(
  paths: readonly string[],
  schema: Fields & z.ZodType<Item>,
  refuse: Refuse,
): Promise<Item[]> {
  const list: Item[] = [];
  const take: Take = (document, refuseOne) => {
    const item = parsed(schema, document, refuseOne);
    if (item !== undefined) list.push(item);
  };
  await eachDocument(paths, schema, refuse, take);
  return list;
}

/** Sets aside the rooms of the omnichannel. */
export async function setRoomsAside(
  files: DumpFiles,
  shelf: Shelf,
  refuse: Refuse,
  done: (count: number) => void,
): Promise<void> {
  const take: Take = (document, refuseOne) => {
    const id = textOf(document, '_id');
    if (textOf(document, 't') !== 'l') return;
    if (id === undefined) parsed(roomDocument, document, refuseOne);
    else shelf.putRoom(id, document);
  };
  await eachDocument(files.rooms, roomDocument, refuse, take, done);
}

/** Sets aside the messages of rooms that are. Most messages of a workspace may be of other rooms: no more of those is looked at. */
export async function setMessagesAside(
  files: DumpFiles,
  shelf: Shelf,
  refuse: Refuse,
  done: (count: number) => void,
): Promise<void> {
  const take: Take = (document, refuseOne) => {
    const roomId = textOf(document, 'rid');
    if (roomId === undefined) parsed(messageDocument, document, refuseOne);
    else shelf.putMessage(roomId, document);
  };
  await eachDocument(files.messages, messageDocument, refuse, take, done);
}

/** A room with its messages as they could be read. */
export interface ReadRoom extends SourceParts {
  readonly lacksMessages: boolean;
}

/** What was set aside of one room; undefined where the room cannot be read. Of several messages of one id the last counts. */
export function readRoom(
  { room: document, messages: documents }: SetAside,
  keeping: Keeping,
  refuse: Refuse,
): ReadRoom | undefined {
  const room = parsed(roomDocument, document, refuse);
  if (!room) return undefined;
  const messages = new Map<string, SourceMessage>();
  let lacksMessages = false;
  for (const one of documents) {
    const message = parsed(messageDocument, one, refuse);
    if (message) messages.set(message.id, message);
    lacksMessages ||= message === undefined;
  }
  return { room: roomOf(room, keeping), messages: [...messages.values()], transfers: [], lacksMessages };
}

/** What tells which fields of a document are read. */
type Fields = { readonly shape: object } | { readonly in: { readonly shape: object } };

type Take = (document: Buffer, refuse: Refuse) => void;

async function eachDocument(
  paths: readonly string[],
  schema: Fields,
  refuse: Refuse,
  take: Take,
  done: (count: number) => void = () => {},
): Promise<void> {
  const { shape } = 'shape' in schema ? schema : schema.in;
  const wanted = wantedOf(Object.keys(shape));
  for (const path of paths) {
    const refuseIn: Refuse = (reason) => refuse(`${path}: ${reason}`);
    for await (const batch of documentsOf(path, wanted)) {
      let count = 0;
      for (const read of batch) {
        if ('fault' in read) refuseIn(read.fault);
        else take(read.document, refuseIn);
        count++;
      }
      done(count);
    }
  }
}

/** A document as its schema has it; undefined where it is refused. */
function parsed<Item>(schema: z.ZodType<Item>, document: Buffer, refuse: Refuse): Item | undefined {
  try {
    return shaped(schema, decoded(document));
  } catch (error) {
    const id = textOf(document, '_id');
    refuse(`a document ${id === undefined ? '' : `with _id ${id} `}is ${(error as Error).message}`);
    return undefined;
  }
}

function decoded(document: Buffer): unknown {
  try {
    return deserialize(document);
  } catch {
    throw new Error('damaged');
  }
}
