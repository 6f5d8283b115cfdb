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
import type { SourceDepartment, SourceField, SourceUser } from '../source.ts';
import { documentsOf, type Read } from './documents.ts';
import type { DumpFiles } from './files.ts';
import type { Shelf } from './shelf.ts';

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
  await eachDocument(paths, schema, refuse, (document) => void list.push(shaped(schema, document)));
  return list;
}

/** Sets aside the rooms of the omnichannel. */
export async function readRooms(
  files: DumpFiles,
  shelf: Shelf,
  keeping: Keeping,
  since: number | undefined,
  refuse: Refuse,
  done: (count: number) => void,
): Promise<void> {
  const take = (document: unknown): void => {
    if (!isOmnichannel(document)) return;
    const room = roomOf(shaped(roomDocument, document), keeping);
    if (since === undefined || room.createdAt >= since) shelf.putRoom(room);
  };
  await eachDocument(files.rooms, roomDocument, refuse, take, done);
}

function isOmnichannel(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 't' in document && document.t === 'l';
}

/** Sets aside the messages of rooms that are. */
export async function readMessages(
  files: DumpFiles,
  shelf: Shelf,
  refuse: Refuse,
  done: (count: number) => void,
): Promise<void> {
  const take = (document: unknown): void => {
    if (!isOfRoom(document, shelf)) return;
    const message = shaped(messageDocument, document);
    if (message) shelf.putMessage(message);
  };
  await eachDocument(files.messages, messageDocument, refuse, take, done);
}

/** Most messages of a workspace may be of other rooms: no more of those is looked at. */
function isOfRoom(document: unknown, { rooms }: Shelf): boolean {
  const room = typeof document === 'object' && document !== null && 'rid' in document ? document.rid : null;
  return typeof room !== 'string' || rooms.placeOf(room) !== undefined;
}

/** What tells which fields of a document are read. */
type Fields = { readonly shape: object } | { readonly in: { readonly shape: object } };

async function eachDocument(
  paths: readonly string[],
  schema: Fields,
  refuse: Refuse,
  take: (document: unknown) => void,
  done: (count: number) => void = () => {},
): Promise<void> {
  const { shape } = 'shape' in schema ? schema : schema.in;
  const wanted = new Set(Object.keys(shape));
  for (const path of paths) {
    for await (const batch of documentsOf(path, wanted)) {
      let count = 0;
      for (const read of batch) {
        takeOne(path, read, refuse, take);
        count++;
      }
      done(count);
    }
  }
}

function takeOne(path: string, read: Read, refuse: Refuse, take: (document: unknown) => void): void {
  try {
    if ('fault' in read) refuse(`${path}: ${read.fault}`);
    else take(read.document);
  } catch (error) {
    const name = 'document' in read ? nameOf(read.document) : '';
    refuse(`${path}: a document ${name}is ${(error as Error).message}`);
  }
}

function nameOf(document: unknown): string {
  const id = typeof document === 'object' && document && '_id' in document ? document._id : undefined;
  return typeof id === 'string' ? `with _id ${id} ` : '';
}
