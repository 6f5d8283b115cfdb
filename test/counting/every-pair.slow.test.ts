import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { count } from '../../src/counting/count.ts';
import { type Dimension, dimensions } from '../../src/counting/measures/dimensions.ts';
import { type Measure, measures } from '../../src/counting/measures/measures.ts';
import type { DimensionName, MeasureName } from '../../src/counting/measures/pairs.ts';
import type { Database } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { readRows } from '../../src/database/read.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { type FilterInput, type Slice, toFilter } from '../../src/question/slice.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';

const measureNames = Object.keys(measures) as MeasureName[];
const dimensionNames = Object.keys(dimensions) as DimensionName[];

const timeZone = 'Europe/Berlin';
const scopeOf = (filter: FilterInput): Slice =>
  ({ account: { key: 1, timeZone }, visibleMailboxes: null, filter: toFilter(filter), timeZone }) as Slice;
const instant = (text: string): Temporal.Instant => Temporal.Instant.from(`2025-${text}Z`);
const periods = [{ start: instant('10-07T15:30'), end: instant('12-20T08:30') }];

let database: Database;

/** Whatever a line says, but of each other conversation no thread tells of its status: closing resolves it. */
function withoutSomeStatuses(line: string, index: number): object {
  const { threads, ...record } = JSON.parse(line);
  if (!threads) return record;
  return {
    ...record,
    threads: index % 2 ? threads : threads.map((thread: object) => ({ ...thread, status: undefined })),
  };
}

beforeAll(async () => {
  database = await freshDatabase();
  const end = new Date('2026-01-01T00:00:00Z');
  const lines = generateHelpdesk({ conversations: 300, seed: 3, end, days: 100, account: 'acme' });
  await importRecords(database, Array.from(lines, withoutSomeStatuses));
  await refreshRollups(database);
});

afterAll(() => database.close());

const byId = (table: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(select coalesce(min(d.id), '1') from ${table} d where d.account_key = ${1} and d.key = n.key)`;
const byLabel = Prisma.sql`n.label`;

/** What a filter asks for as well as a dimension counts by it: the words of the filter for its keys. */
const filterOf = {
  mailbox: { filter: 'mailboxes', word: byId(Prisma.sql`mailboxes`) },
  assignee: { filter: 'assignees', word: byId(Prisma.sql`users`) },
  team: { filter: 'teams', word: byId(Prisma.sql`teams`) },
  tag: { filter: 'tags', word: byId(Prisma.sql`tags`) },
  type: { filter: 'types', word: byLabel },
  channel: { filter: 'channels', word: byLabel },
  status: { filter: 'statuses', word: byLabel },
} as const;
type Filtered = keyof typeof filterOf;

const sumRow = z.object({ word: z.string().nullable(), count: z.int() });

/** What is counted by a dimension, with a word for each key. */
function sumsOf(what: MeasureName, by: Filtered): Promise<z.infer<typeof sumRow>[]> {
  const statement = Prisma.sql`
    select ${filterOf[by].word} as word, sum(n.count)::int as count
    from (${count(scopeOf({}), periods, what, by)}) n
    group by 1`;
  return readRows(database, statement, sumRow);
}

/** What is counted by nothing where the filter asks for a word. */
async function sumWhere(what: MeasureName, by: Filtered, word: string): Promise<number> {
  const statement = Prisma.sql`
    select null as word, coalesce(sum(n.count), 0)::int as count
    from (${count(scopeOf({ [filterOf[by].filter]: [word] }), periods, what, 'nothing')}) n`;
  const [sum] = await readRows(database, statement, sumRow);
  return sum?.count ?? 0;
}

describe.each(Object.keys(filterOf) as Filtered[])('what is counted by %s', (by) => {
  let words: string[];

  beforeAll(async () => {
    const touched = await sumsOf('touched', by);
    words = touched.flatMap(({ word }) => word ?? []).slice(0, 5);
  });

  test.each(measureNames)('is what a filter tells apart: %s', async (what) => {
    const counted = new Map((await sumsOf(what, by)).map(({ word, count }) => [word, count]));
    const sums = await Promise.all(words.map((word) => sumWhere(what, by, word)));
    expect(words.map((word) => counted.get(word) ?? 0)).toEqual(sums);
    if (what !== 'left') expect(Math.max(...sums)).toBeGreaterThan(0);
  });
});

const isCountedBy = (what: MeasureName, by: DimensionName): boolean => {
  const { activity }: Measure = measures[what];
  const { of }: Dimension = dimensions[by];
  return of?.includes(activity) ?? true;
};

const allPairs = measureNames.flatMap((what) =>
  dimensionNames.filter((by) => isCountedBy(what, by)).map((by) => ({ what, by })),
);

const countRow = z.object({ key: z.int(), label: z.string().nullable(), count: z.int() });

/** All that is counted, under each key and label. */
async function everything(): Promise<object[]> {
  const counted: object[] = [];
  for (const { what, by } of allPairs) {
    const statement = Prisma.sql`
      select n.key, n.label, sum(n.count)::int as count
      from (${count(scopeOf({}), periods, what, by as 'nothing')}) n
      group by 1, 2
      order by 1, 2`;
    counted.push({ what, by, rows: await readRows(database, statement, countRow) });
  }
  return counted;
}

test('any pair is counted alike ahead of time and from rows', async () => {
  const ahead = await everything();
  await database.prisma
    .$executeRaw`update counted_measures set definition = 'another' where account_key = ${1}`;
  expect(await everything()).toEqual(ahead);
});

test('what cannot be counted by something is neither compiled nor answered', () => {
  const scope = scopeOf({});
  // @ts-expect-error A conversation has no author.
  expect(() => count(scope, periods, 'created', 'author')).toThrow('created is not counted by author');
  // @ts-expect-error It is touched more than once.
  expect(() => count(scope, periods, 'touched', 'hour')).toThrow('touched is not counted by hour');
  // @ts-expect-error Resolutions by closing are no threads.
  expect(() => count(scope, periods, 'resolutions', 'author')).toThrow('is not counted by author');
  // @ts-expect-error Nobody has asked for customers by channel.
  expect(() => count(scope, periods, 'repliedCustomers', 'channel')).toThrow('is not counted by channel');
});
