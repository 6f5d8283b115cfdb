import type { Database } from '../../database/client.ts';
import type { Fault } from '../../import/parse.ts';
import type { Names } from '../names.ts';
import type { Write } from '../writer.ts';
import type { Keeping } from './documents.ts';
import { customerRecords, metRecords } from './known-names.ts';
import { type Mapped, type MappingContext, mapRoom, type SourceParts } from './room.ts';

/** Where rooms of a workspace are stored, and what must be known to map them. */
export interface Store {
  readonly database: Database;
  readonly accountKey: number;
  readonly write: Write;
  readonly names: Names;
  readonly keeping: Keeping;
  readonly context: MappingContext;
}

/** Stores rooms with what they name, and tells of those that are refused. */
export function storeRooms(store: Store, rooms: readonly SourceParts[]): Promise<Fault[]> {
  return storeMapped(
    store,
    rooms.map((parts) => mapRoom(parts, store.context)),
  );
}

/** The same of rooms that are mapped. Only one batch may be on its way: the next is compared with what it leaves. */
export async function storeMapped(
  { database, accountKey, write, names }: Store,
  mapped: readonly Mapped[],
  changeOf: (record: Mapped['record']) => object = (record) => record,
): Promise<Fault[]> {
  const mentioned = metRecords(
    names,
    mapped.flatMap((one) => one.mentioned),
  );
  const customers = await customerRecords(database, accountKey, mapped);
  const fields = mapped.flatMap((one) => one.fields);
  return write([...mentioned, ...customers, ...fields, ...mapped.map(({ record }) => changeOf(record))]);
}
