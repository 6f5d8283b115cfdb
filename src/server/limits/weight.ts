import type { GraphQLField } from 'graphql';
import { bucketCount } from '../../period/buckets.ts';
import type { Period } from '../../period/period.ts';
import { defaultViewBy, type ViewBy } from '../../period/view-by.ts';
import { maxBuckets } from '../../reports/volumes-by-channel/series.ts';

/** What one field adds to the cost of an operation. */
interface Weight {
  /** Points for what it reads, whatever is selected of it. */
  readonly own: number;
  /** How many entries its arguments ask for, in its own list or the next one below it. */
  readonly size: number | undefined;
  /** How many entries its list is taken to have where nothing says so. */
  readonly usualSize: number;
}

const pointsOfReport = 500;
const pointsOfEntity = 20;
const pointsOfPage = 200;
const idsOfPoint = 10;

/** Known by the names of arguments alone, so that a new report has its weight without being entered anywhere. */
export function weightOf(
  field: GraphQLField<unknown, unknown>,
  args: Readonly<Record<string, unknown>>,
  isRoot: boolean,
): Weight {
  return {
    own: args['period']
      ? pointsOfPeriods(args, isRoot) + pointsOfFilter(args)
      : pointsOfRootPage(args, isRoot),
    size: sizeOf(field, args),
    usualSize: isRoot ? 100 : 10,
  };
}

// A comparison reads a second period. Entities are read many at a time.
function pointsOfPeriods(args: Readonly<Record<string, unknown>>, isRoot: boolean): number {
  const periods = args['previous'] || args['compareTo'] ? 2 : 1;
  return periods * (isRoot ? pointsOfReport : pointsOfEntity);
}

// A list that a variable holds once is sorted, kept and sent for every field that names it.
function pointsOfFilter({ filter }: Readonly<Record<string, unknown>>): number {
  const lists = Object.values(filter ?? {}).filter(Array.isArray);
  return Math.floor(lists.reduce((sum, list) => sum + list.length, 0) / idsOfPoint);
}

// However few entries a page of its own has, all rows may be gone through for them.
function pointsOfRootPage(args: Readonly<Record<string, unknown>>, isRoot: boolean): number {
  return isRoot && args['first'] ? pointsOfPage : 0;
}

function sizeOf(
  { args: declared }: GraphQLField<unknown, unknown>,
  args: Readonly<Record<string, unknown>>,
): number | undefined {
  const given = args['first'] ?? args['rows'];
  if (typeof given === 'number') return Math.max(1, given);
  const { representations } = args;
  if (Array.isArray(representations)) return representations.length;
  return declared.some(({ name }) => name === 'viewBy')
    ? bucketsAsked(args as unknown as Buckets)
    : undefined;
}

interface Buckets {
  readonly period: Period;
  readonly previous?: Period | null;
  readonly viewBy?: ViewBy | null;
  readonly timeZone?: string | null;
}

function bucketsAsked({ period, previous, viewBy, timeZone }: Buckets): number {
  const zone = timeZone ?? 'UTC';
  const count = bucketCount(period, viewBy ?? defaultViewBy(period, previous ?? undefined, zone), zone);
  // A longer series is refused by its own rule, which says more than that it costs too much.
  return Math.min(count, maxBuckets);
}
