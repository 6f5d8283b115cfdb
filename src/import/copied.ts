import { BinaryRows } from '../database/binary-rows.ts';
import { Prisma } from '../database/generated/client.ts';
import type { EntityType } from './references.ts';
import type { KeyOf } from './sql.ts';

/** A column of a table that rows are copied into, and how a row's value is written. */
interface CopiedColumn<Row> {
  readonly name: Prisma.Sql;
  readonly write: (rows: BinaryRows, row: Row, keyOf: KeyOf) => void;
  /** Whether a row has a value, of a column that few sources have: where no row has one, it is left out. */
  readonly isSet?: (row: Row) => boolean;
}

/** A table that rows are copied into, with its columns besides the account's key. */
export interface CopiedTable<Row> {
  readonly name: Prisma.Sql;
  readonly columns: readonly CopiedColumn<Row>[];
}

/** Some rows on their way into the columns of a table. */
export interface CopiedRows {
  readonly target: Prisma.Sql;
  readonly rows: Buffer<ArrayBuffer>;
}

type Encode<Value> = (rows: BinaryRows, value: Value) => void;

export const int: Encode<number> = (rows, value) => rows.int(value);
export const bigint: Encode<number> = (rows, value) => rows.bigint(value);
export const float: Encode<number> = (rows, value) => rows.float(value);
export const boolean: Encode<boolean> = (rows, value) => rows.boolean(value);
export const instant: Encode<bigint> = (rows, value) => rows.instant(value);
export const text: Encode<string> = (rows, value) => rows.text(value);
export const ints: Encode<readonly number[]> = (rows, value) => rows.ints(value);

export function copied<Row, Value>(
  name: Prisma.Sql,
  encode: Encode<Value>,
  toValue: (row: Row, keyOf: KeyOf) => Value | null | undefined,
): CopiedColumn<Row> {
  const write = (rows: BinaryRows, row: Row, keyOf: KeyOf): void => {
    const value = toValue(row, keyOf);
    if (value == null) rows.null();
    else encode(rows, value);
  };
  return { name, write };
}

/** A column that holds the key of what the row names by its id. */
export function copiedReference<Row>(
  name: Prisma.Sql,
  type: EntityType,
  idOf: (row: Row) => string | null | undefined,
): CopiedColumn<Row> {
  return copied(name, int, (row, keyOf) => keyOf(type, idOf(row)));
}

/** A column that few sources have, which costs others nothing. */
export function rare<Row>(column: CopiedColumn<Row>, isSet: (row: Row) => boolean): CopiedColumn<Row> {
  return { ...column, isSet };
}

/** Writes rows of one account for its table. */
export function copiedRows<Row>(
  accountKey: number,
  { name, columns: all }: CopiedTable<Row>,
  rows: readonly Row[],
  keyOf: KeyOf,
): CopiedRows {
  const columns = all.filter(({ isSet }) => isSet === undefined || rows.some(isSet));
  const names = Prisma.join(columns.map((column) => column.name));
  const binary = new BinaryRows();
  for (const row of rows) {
    binary.row(columns.length + 1);
    binary.int(accountKey);
    for (const { write } of columns) write(binary, row, keyOf);
  }
  return { target: Prisma.sql`${name} (account_key, ${names})`, rows: binary.end() };
}
