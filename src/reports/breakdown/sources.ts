import { isResolution } from '../../counting/measures/measures.ts';
import { lateKeys, type Times, threadsOf } from '../../counting/rows/activity.ts';
import { countedReplies } from '../../counting/rows/counted-replies.ts';
import { Prisma } from '../../database/generated/client.ts';
import { dimensionJoins, dimensionKey } from '../dimension.ts';
import { areCustomers, type From, isIn, isMeant, partsWith } from './part-rows.ts';
import { type Part, tally } from './parts.ts';
import { isAsked, type Selection } from './selection.ts';

type Counted = Readonly<Partial<Record<Part, Prisma.Sql>>>;

/** Something that is counted, each of it a row with its conversation `c`. */
interface Source {
  readonly from: From;
  readonly condition: Prisma.Sql;
  readonly parts: (selection: Selection) => Counted;
  /** The user whose it is, not the assignee's, where it has an author; null where it has none. */
  readonly author: Prisma.Sql | null;
}

const countAll = Prisma.sql`count(*)`;
const countIf = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`count(*) filter (where ${condition})`;
const always = Prisma.sql`true`;

/** Conversations with a condition. `offset 0` holds the planner to one look-up for each period. */
const conversationsWith =
  (condition: Prisma.Sql): From =>
  (selection, { table }) =>
    Prisma.sql`
        ${table} cross join lateral (
          select c.* from conversations c where ${isMeant(selection)} and ${condition} offset 0
        ) c`;

const createdIn = conversationsWith(isIn(Prisma.sql`c.created_at`));

/** Conversations that a period touches and that were not created in it. */
const lateIn: From = (selection, times) => {
  const accountKey = selection.scope.account.key;
  if (areCustomers(selection)) {
    const isLate = Prisma.sql`not ${isIn(Prisma.sql`c.created_at`)} and exists (
            select from ${threadsOf(accountKey)} where ${isIn(Prisma.sql`t.created_at`)}
          )`;
    return conversationsWith(isLate)(selection, times);
  }
  return Prisma.sql`
        ${times.table}
        cross join lateral ${lateKeys(accountKey, always)} late
        cross join lateral (
          select c.* from conversations c where c.key = late.key and ${isMeant(selection)} offset 0
        ) c`;
};

const threadsWith = (condition: Prisma.Sql): From =>
  partsWith({ table: Prisma.sql`threads`, condition, counted: null });
const repliesIn = partsWith({
  table: Prisma.sql`threads`,
  condition: Prisma.sql`t.kind = 'reply'`,
  counted: countedReplies,
});
// The index of ratings by time holds those that count alone: it serves where the statement says so.
const ratingsIn = partsWith({
  table: Prisma.sql`ratings`,
  condition: Prisma.sql`t.is_counted`,
  counted: (accountKey, condition, { areShort }) => Prisma.sql`(
          select t.* from ratings t where t.account_key = ${accountKey} and t.is_counted and ${condition} ${areShort ? Prisma.sql`offset 0` : Prisma.empty}
        ) t`,
});

const inHours =
  (elapsed: Prisma.Sql, inOffice: Prisma.Sql) =>
  ({ officeHours }: Selection): Prisma.Sql =>
    officeHours ? inOffice : elapsed;
const firstResponse = inHours(
  Prisma.sql`c.first_response_seconds`,
  Prisma.sql`c.office_first_response_seconds`,
);
const response = inHours(Prisma.sql`t.response_seconds`, Prisma.sql`t.office_response_seconds`);
const resolve = inHours(Prisma.sql`c.resolve_seconds`, Prisma.sql`c.office_resolve_seconds`);

const medianOf = (value: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`percentile_cont(0.5) within group (order by ${value})`;

const firstResponses: Source = {
  from: conversationsWith(isIn(Prisma.sql`c.first_response_at`)),
  condition: always,
  parts: (selection) => ({
    firstResponses: Prisma.sql`count(${firstResponse(selection)})`,
    firstResponseSeconds: Prisma.sql`sum(${firstResponse(selection)})`,
    firstResponseMedian: medianOf(firstResponse(selection)),
  }),
  author: Prisma.sql`c.first_replier_key`,
};

const replies: Source = {
  from: repliesIn,
  condition: always,
  parts: (selection) => ({
    sent: countAll,
    customers: Prisma.sql`count(distinct c.customer_key)`,
    responses: Prisma.sql`count(${response(selection)})`,
    responseSeconds: Prisma.sql`sum(${response(selection)})`,
    responseMedian: medianOf(response(selection)),
  }),
  author: Prisma.sql`t.user_key`,
};

const closings: Source = {
  from: conversationsWith(isIn(Prisma.sql`c.closed_at`)),
  condition: Prisma.sql`c.status = 'closed'`,
  parts: (selection) => ({
    // Where threads set statuses, these tell of the resolutions.
    resolutions: countIf(Prisma.sql`not c.has_status_threads`),
    resolved: Prisma.sql`count(${resolve(selection)})`,
    resolveSeconds: Prisma.sql`sum(${resolve(selection)})`,
  }),
  author: null,
};

/** Where times come from, row by row. */
export interface TimeSource {
  readonly source: Source;
  /** The time of a row; null of one that has none. */
  readonly value: (selection: Selection) => Prisma.Sql;
}

export const timeSources = {
  firstResponse: { source: firstResponses, value: firstResponse },
  response: { source: replies, value: response },
  resolution: { source: closings, value: resolve },
} as const satisfies Record<string, TimeSource>;

const sources: readonly Source[] = [
  {
    from: createdIn,
    condition: always,
    parts: () => ({ created: countAll, touched: countAll }),
    author: null,
  },
  { from: lateIn, condition: always, parts: () => ({ touched: countAll }), author: null },
  firstResponses,
  {
    from: threadsWith(Prisma.sql`t.kind = 'customer'`),
    condition: always,
    parts: () => ({ received: countAll }),
    author: null,
  },
  replies,
  {
    from: threadsWith(isResolution),
    condition: always,
    parts: () => ({ resolutions: countAll }),
    author: null,
  },
  closings,
  {
    from: ratingsIn,
    condition: always,
    parts: () => ({
      ratings: countAll,
      great: countIf(Prisma.sql`t.score = 'great'`),
      notGood: countIf(Prisma.sql`t.score = 'not_good'`),
    }),
    author: Prisma.sql`t.user_key`,
  },
];

/** The rows of a source with the keys asked for, after FROM, and the key of each. */
export function rowsOf(
  selection: Selection,
  times: Times,
  { from, condition, author }: Source,
): Record<'key' | 'rows', Prisma.Sql> {
  const { by } = selection;
  const isByAuthor = by === 'USER' && author;
  const key = isByAuthor ? author : by ? dimensionKey(by) : Prisma.sql`0`;
  const joins = by && !isByAuthor ? dimensionJoins(by) : Prisma.empty;
  return {
    key,
    rows: Prisma.sql`${from(selection, times)} ${joins} where ${condition} and ${isAsked(selection, key)}`,
  };
}

/** Selects `key` and the parts asked for, of each source of stored rows that tells of any. */
export function talliesOfRows(
  selection: Selection,
  times: Times,
  asked: readonly Part[],
  wanted: readonly Part[],
): Prisma.Sql[] {
  return sources.flatMap((source) => {
    const counted = Object.entries(source.parts(selection)).filter(([part]) => wanted.includes(part as Part));
    if (counted.length === 0) return [];
    const { key, rows } = rowsOf(selection, times, source);
    return [tally(asked, Object.fromEntries(counted), key, rows)];
  });
}
