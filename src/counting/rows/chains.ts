import { Temporal } from 'temporal-polyfill';
import { Prisma } from '../../database/generated/client.ts';
import { groupBy } from '../../group.ts';
import { formatInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';

/** A period with its number, the chain that it is in, and its place there; all from 1. */
interface Link {
  readonly period: Period;
  readonly number: number;
  readonly chain: number;
  readonly place: number;
}

/** Rows of tables that fulfil a condition, and the instant that each of them is about. */
export interface Instants {
  readonly columns: Prisma.Sql;
  readonly tables: Prisma.Sql;
  readonly condition: Prisma.Sql;
  readonly instant: Prisma.Sql;
}

/**
 * Selects `period` and columns of the rows whose instant lies in each period, numbered from 1. The periods are told apart by chains
 * of such as do not overlap: within one an instant's place is looked up, where the planner would compare it with every period.
 * `offset 0` has the rows found first, by whichever way is the best for their condition.
 */
export function inPeriods(
  periods: readonly Period[],
  { columns, tables, condition, instant }: Instants,
): Prisma.Sql {
  const links = linksOf(periods);
  const chains = [...groupBy(links, ({ chain }) => chain)].map(
    ([chain, ofChain]) => Prisma.sql`(${chain}::int, ${ofChain.map(startOf)}::timestamptz[])`,
  );
  const [first] = links.map(startOf);
  const last = links
    .toSorted((a, b) => Temporal.Instant.compare(a.period.end, b.period.end))
    .map(endOf)
    .at(-1);
  return Prisma.sql`
    select p.period, r.*
    from (
      select ${columns}, ${instant} as instant, h.chain, width_bucket(${instant}, h.starts) as place
      from ${tables}
      cross join (values ${Prisma.join(chains)}) h (chain, starts)
      where ${condition} and ${instant} >= ${first}::timestamptz and ${instant} < ${last}::timestamptz
      offset 0
    ) r
    join unnest(
      ${links.map(({ chain }) => chain)}::int[], ${links.map(({ place }) => place)}::int[],
      ${links.map(endOf)}::timestamptz[], ${links.map(({ number }) => number)}::int[]
    ) p (chain, place, ends, period)
      on p.chain = r.chain and p.place = r.place and r.instant < p.ends`;
}

const startOf = ({ period }: Link): string => formatInstant(period.start);
const endOf = ({ period }: Link): string => formatInstant(period.end);

/** Puts each period, as they begin, into the first chain that has ended by then. */
function linksOf(periods: readonly Period[]): Link[] {
  const chains: Link[][] = [];
  const numbered = periods.map((period, index) => ({ period, number: index + 1 }));
  for (const { period, number } of numbered.sort((a, b) => comparePeriods(a.period, b.period))) {
    const isFree = (links: readonly Link[]): boolean => hasEnded(links.at(-1)?.period, period.start);
    const found = chains.findIndex(isFree);
    const chain = found === -1 ? chains.push([]) - 1 : found;
    const links = chains[chain] ?? [];
    links.push({ period, number, chain: chain + 1, place: links.length + 1 });
  }
  return chains.flat();
}

function comparePeriods(a: Period, b: Period): number {
  return Temporal.Instant.compare(a.start, b.start) || Temporal.Instant.compare(a.end, b.end);
}

function hasEnded(period: Period | undefined, instant: Temporal.Instant): boolean {
  return period === undefined || Temporal.Instant.compare(period.end, instant) <= 0;
}
