import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { shaped } from '../../requests/shape.ts';
import { id } from '../answers.ts';
import { withRetries } from './retries.ts';
import { type Ids, readRows, type TablesRun } from './run.ts';

const pageSize = 1000;

/** Conversations, their contacts and messages that are read together, and so stored in one transaction. A longer conversation is read by itself. */
const partsAtOnce = 6500;

const sizeRows = z.array(z.object({ id, messages: z.int() }));

/** The ids of all conversations behind one, in their order, as many together as are read at once. */
export async function* pagesAfter(run: TablesRun, last: number): AsyncGenerator<Ids> {
  for (let from = last; ; ) {
    const page = await readSizes(
      run,
      (size) => Prisma.sql`c.id > ${from} order by c.id limit ${size}`,
      pageSize,
    );
    const parts = [...split(page)];
    // What is left of a page is read with the next.
    const whole = parts.length > 1 ? parts.slice(0, -1) : parts;
    yield* whole;
    const end = whole.at(-1)?.at(-1);
    if (end === undefined) return;
    from = end;
  }
}

/** So many conversations in parts that are read at once; what is gone is left out. */
export async function* partsOf(run: TablesRun, ids: Ids): AsyncGenerator<Ids> {
  for (let start = 0; start < ids.length; start += pageSize) {
    const some = ids.slice(start, start + pageSize);
    yield* split(
      await readSizes(run, () => Prisma.sql`c.id = any(${some}::int[]) order by c.id`, some.length),
    );
  }
}

async function readSizes(run: TablesRun, which: (size: number) => Prisma.Sql, most: number) {
  const { reader, options, time, signal } = run;
  const select = (size: number): Prisma.Sql => Prisma.sql`
    select c.id, (select count(*)::int from messages m where m.conversation_id = c.id) as messages
    from conversations c
    where c.account_id = ${options.account} and ${which(size)}`;
  return withRetries(time, signal, most, async (size) =>
    shaped(sizeRows, await reader.snapshot((ask) => ask(select(size)))),
  );
}

function* split(page: z.output<typeof sizeRows>): Generator<Ids> {
  let ids: number[] = [];
  let held = 0;
  for (const { id, messages } of page) {
    const parts = 2 + messages;
    if (ids.length > 0 && held + parts > partsAtOnce) {
      yield ids;
      ids = [];
      held = 0;
    }
    ids.push(id);
    held += parts;
  }
  if (ids.length > 0) yield ids;
}

const countRow = z.object({ count: z.int() });

export async function countConversations(run: TablesRun): Promise<number> {
  const [row] = await readRows(
    run,
    countRow,
    Prisma.sql`select count(*)::int as count from conversations where account_id = ${run.options.account}`,
  );
  return row?.count ?? 0;
}

const idRow = z.object({ id, displayId: id });

/** The ids in the database of conversations, by their display ids; what is gone is left out. */
export async function idsOf(run: TablesRun, displayIds: Ids): Promise<Map<number, number>> {
  const rows = await readRows(
    run,
    idRow,
    Prisma.sql`
      select id, display_id as "displayId" from conversations
      where account_id = ${run.options.account} and display_id = any(${displayIds}::int[]) order by id`,
  );
  return new Map(rows.map((row) => [row.displayId, row.id]));
}
