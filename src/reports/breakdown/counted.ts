import { type By, type Counted, count } from '../../counting/count.ts';
import { cutsThroughParts, isWholeAccount } from '../../counting/parts.ts';
import { isRatingOf } from '../../counting/ratings.ts';
import { timesOf } from '../../counting/rows/activity.ts';
import { Prisma } from '../../database/generated/client.ts';
import { formatInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';
import { chosenTable } from './part-rows.ts';
import { addUp, type CountedParts, type Part, tally } from './parts.ts';
import { isAsked, keyOrNobody, type Selection } from './selection.ts';
import { talliesOfRows } from './sources.ts';
import { countedTimes } from './times.ts';

/** Selects `period, key, count` of a part of all rows. */
type Count = (scope: Scope, periods: readonly Period[]) => Prisma.Sql;

const of =
  <What extends Counted>(what: What, by: By<What>): Count =>
  (scope, periods) =>
    count(scope, periods, what, by);

/** What is counted ahead of what somebody is assigned; nobody is assigned the rest of all. */
const withNobody =
  (what: 'created' | 'touched'): Count =>
  (scope, periods) =>
    Prisma.sql`
          select k.period, v.key, v.count
          from (${count(scope, periods, what, 'assignee')}) k
          cross join lateral (values (k.key, k.count), (0, -k.count)) v (key, count)
          union all
          select k.period, 0, k.count from (${count(scope, periods, what, 'nothing')}) k`;

type Counts = Readonly<Partial<Record<Part, Count>>>;

const ofEach = (by: 'nothing' | 'mailbox'): Counts => ({
  created: of('created', by),
  touched: of('touched', by),
  received: of('messagesReceived', by),
  sent: of('repliesSent', by),
  customers: of('repliedCustomers', by),
  resolutions: of('resolutions', by),
});

const ofAll = ofEach('nothing');
const ofMailboxes = ofEach('mailbox');

/** What is counted of users in each part of the account. The key 0 is that of nobody. */
const ofUsersInParts: Counts = {
  created: withNobody('created'),
  touched: withNobody('touched'),
  received: of('messagesReceived', 'assigneeOrNobody'),
  sent: of('repliesSent', 'author'),
  resolutions: of('resolutions', 'assigneeOrNobody'),
};

/** Their customers are counted of the whole account alone: who is a customer in two parts is one customer in both together. */
const ofUsers: Counts = { ...ofUsersInParts, customers: of('repliedCustomers', 'author') };

/** What is counted ahead of time of the rows of a selection, or stored beside what is: in a period, each part by itself. */
function countedParts(selection: Selection, period: Period): CountedParts[] {
  const { by, scope } = selection;
  if (cutsThroughParts(scope.filter)) return [];
  if (by === 'USER')
    return isWholeAccount(scope)
      ? allOf(selection, period, ofUsers, Prisma.sql`r.user_key`)
      : countsAndRatings(selection, period, ofUsersInParts, Prisma.sql`r.user_key`);
  if (by === 'MAILBOX') return allOf(selection, period, ofMailboxes, Prisma.sql`r.mailbox_key`);
  return by === null ? allOf(selection, period, ofAll, Prisma.sql`0`) : [];
}

function allOf(selection: Selection, period: Period, of: Counts, rated: Prisma.Sql): CountedParts[] {
  return [...countsAndRatings(selection, period, of, rated), ...countedTimes(selection, period)];
}

function countsAndRatings(selection: Selection, period: Period, of: Counts, rated: Prisma.Sql) {
  const counts = Object.entries(of).map(([part, count]) => countsOf(selection, period, part as Part, count));
  return [...counts, ratingsOf(selection, period, rated)];
}

function countsOf(selection: Selection, period: Period, part: Part, count: Count): CountedParts {
  const key = selection.by === null ? Prisma.sql`0` : keyOrNobody(selection, Prisma.sql`k.key`);
  return {
    parts: [part],
    tallies: (asked) => [
      tally(
        asked,
        { [part]: Prisma.sql`sum(k.count)` },
        key,
        Prisma.sql`(${count(selection.scope, [period])}) k where ${isAsked(selection, key)}`,
      ),
    ],
  };
}

/** Ratings are few, and tell themselves whose they are. */
function ratingsOf(selection: Selection, period: Period, key: Prisma.Sql): CountedParts {
  const having = (score: Prisma.Sql): Prisma.Sql => Prisma.sql`count(*) filter (where r.score = ${score})`;
  const counted = {
    ratings: Prisma.sql`count(*)`,
    great: having(Prisma.sql`'great'`),
    notGood: having(Prisma.sql`'not_good'`),
  };
  const rows = Prisma.sql`ratings r
        where ${isRatingOf(selection.scope)} and r.created_at >= ${formatInstant(period.start)}::timestamptz
          and r.created_at < ${formatInstant(period.end)}::timestamptz and ${isAsked(selection, key)}`;
  return { parts: ['ratings', 'great', 'notGood'], tallies: (asked) => [tally(asked, counted, key, rows)] };
}

/**
 * Selects `key` and the parts asked for of each row in a period: from what is counted ahead of time as far as that goes, else from stored
 * rows.
 */
export function countParts(selection: Selection, period: Period, asked: readonly Part[]): Prisma.Sql {
  const counted = countedParts(selection, period).filter(({ parts }) =>
    parts.some((part) => asked.includes(part)),
  );
  const known = counted.flatMap(({ parts }) => parts);
  const rest = asked.filter((part) => !known.includes(part));
  const tallies = [
    ...counted.flatMap((each) => each.tallies(asked)),
    ...talliesOfRows(selection, timesOf([period]), asked, rest),
  ];
  return Prisma.sql`${chosenTable(selection)}${addUp(asked, tallies)}`;
}
