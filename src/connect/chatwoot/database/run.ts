import { z } from 'zod';
import type { Prisma } from '../../../database/generated/client.ts';
import { shaped } from '../../requests/shape.ts';
import type { Copying } from '../run.ts';
import { type Found, type ReadOptions, readConversations } from './read.ts';
import type { Reader } from './reader.ts';
import { withRetries } from './retries.ts';

/** Ids of conversations in the database that are read together. */
export type Ids = readonly number[];

/** A connection at work by Chatwoot's own database. */
export interface TablesRun extends Copying {
  readonly reader: Reader;
  readonly options: ReadOptions;
  readonly signal: AbortSignal;
  /** What records are made of besides what is read of a conversation: where that changes all are made anew. */
  readonly salt: string;
  /** Ids that were new when was looked for such last, of rows whose conversations are copied. */
  readonly seen: Seen;
}

export interface Seen {
  conversations: Set<number>;
  messages: Set<number>;
  events: Set<number>;
}

/** Rows of a statement, asked for again where the database was busy. */
export async function readRows<Row extends z.ZodType>(
  { reader, time, signal }: TablesRun,
  row: Row,
  statement: Prisma.Sql,
): Promise<z.output<Row>[]> {
  const rows = await withRetries(time, signal, 1, () => reader.snapshot((ask) => ask(statement)));
  return shaped(z.array(row), rows);
}

/** Reads conversations together, and in halves where that takes the database too long. */
export function readTogether({ reader, options, time, signal }: TablesRun, ids: Ids): Promise<Found> {
  return withRetries(time, signal, ids.length, async (size) => {
    const found: Found[] = [];
    for (let start = 0; start < ids.length; start += size)
      found.push(await readConversations(reader, ids.slice(start, start + size), options));
    return {
      conversations: found.flatMap(({ conversations }) => conversations),
      withoutInbox: found.flatMap(({ withoutInbox }) => withoutInbox),
      refused: new Map(found.flatMap(({ refused }) => [...refused])),
    };
  });
}
