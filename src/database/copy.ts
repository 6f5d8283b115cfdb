import { AsyncLocalStorage } from 'node:async_hooks';
import { finished } from 'node:stream/promises';
import type { PGlite, Transaction } from '@electric-sql/pglite';
import type pg from 'pg';
import { from } from 'pg-copy-streams';
import { Prisma, type PrismaClient } from './generated/client.ts';

/** Copies rows in PostgreSQL's binary format into a table, given with its columns. */
export type Copy = (target: Prisma.Sql, rows: Buffer<ArrayBuffer>) => Promise<void>;

/** Where a transaction that begins leaves how to copy on its connection: Prisma keeps that to itself. */
const begun = new AsyncLocalStorage<{ copy?: Copy }>();

/** Runs work in a transaction of Prisma's that can copy as well. */
export function copyingTransaction<T>(
  { prisma }: { readonly prisma: Pick<PrismaClient, '$transaction'> },
  work: (client: Prisma.TransactionClient, copy: Copy) => Promise<T>,
  options: { readonly maxWait: number; readonly timeout: number },
): Promise<T> {
  const transaction: { copy?: Copy } = {};
  const workCopying = (client: Prisma.TransactionClient): Promise<T> => {
    const { copy } = transaction;
    if (!copy) throw new Error('the transaction has no connection of its own');
    return work(client, copy);
  };
  return begun.run(transaction, () => prisma.$transaction(workCopying, options));
}

/** Lets transactions on a connection that a pool gives out copy. */
export function lendConnection(client: pg.PoolClient): void {
  const transaction = begun.getStore();
  if (transaction) transaction.copy = (target, rows) => copyThrough(client, target, rows);
}

/** Lets transactions of the embedded engine copy. */
export function lendTransactions(engine: PGlite): void {
  const transact = engine.transaction.bind(engine);
  engine.transaction = (work) => {
    const transaction = begun.getStore();
    return transact((client) => {
      if (transaction) transaction.copy = (target, rows) => copyInside(client, target, rows);
      return work(client);
    });
  };
}

async function copyInside(client: Transaction, target: Prisma.Sql, rows: Buffer<ArrayBuffer>): Promise<void> {
  const { sql } = Prisma.sql`copy ${target} from '/dev/blob' with (format binary)`;
  await client.query(sql, [], { blob: new Blob([rows]) });
}

async function copyThrough(client: pg.PoolClient, target: Prisma.Sql, rows: Buffer): Promise<void> {
  const { sql } = Prisma.sql`copy ${target} from stdin with (format binary)`;
  const stream = client.query(from(sql));
  stream.end(rows);
  await finished(stream);
}
