import { Prisma } from '../../database/generated/client.ts';
import { noClock } from './clock.ts';
import { type Dimension, dimensions } from './dimensions.ts';
import { type Activity, type Measure, measures } from './measures.ts';

/** A measure by its name. */
export type MeasureName = keyof typeof measures;

/** A dimension by its name. */
export type DimensionName = keyof typeof dimensions;

type ActivityOf<Of extends MeasureName> = (typeof measures)[Of]['activity'];
type CountedBy<By extends DimensionName> = (typeof dimensions)[By] extends { of: readonly (infer Of)[] }
  ? Of
  : Activity;

/** By what a measure can be counted; of several, all can. */
export type DimensionOf<Of extends MeasureName> = {
  [By in DimensionName]: ActivityOf<Of> extends CountedBy<By> ? By : never;
}[DimensionName];

/** What depends on the clock of a question's zone. */
export type OnClock = {
  [By in DimensionName]: (typeof dimensions)[By] extends { isOnClock: true } ? By : never;
}[DimensionName];

/**
 * A measure by a dimension. What is counted ahead of time and what is counted over stored rows are both made of these fragments, so that
 * they cannot differ. Neither key nor label is null, but a label that the dimension has no use for.
 */
export interface Pair {
  readonly activity: Activity;
  readonly key: Prisma.Sql;
  readonly label: Prisma.Sql;
  readonly condition: Prisma.Sql;
  /** As much of the condition as can be looked at with threads `t` alone, where these are counted. */
  readonly conditionOfThreads: Prisma.Sql;
  readonly joins: (accountKey: number) => Prisma.Sql;
  /** The zone that the key depends on; null: it depends on none. */
  readonly timeZone: string | null;
}

/** The conditions all together, each once. */
function allOf(...conditions: readonly (Prisma.Sql | undefined)[]): Prisma.Sql {
  const set = new Set(conditions.filter((condition) => condition !== undefined));
  return set.size > 0 ? Prisma.join([...set], ' and ') : Prisma.sql`true`;
}

/** A measure by a dimension, on the clock of a zone if the dimension depends on it. */
export function pairOf(what: MeasureName, by: DimensionName, clock = noClock): Pair {
  const { activity, conditions }: Measure = measures[what];
  const { key, label, condition, joins, of, isOnClock }: Dimension = dimensions[by];
  if (of && !of.includes(activity)) throw new Error(`${what} is not counted by ${by}`);
  return {
    activity,
    key: key ?? Prisma.sql`0`,
    label: label ?? Prisma.sql`null::text`,
    condition: allOf(...conditions, condition),
    conditionOfThreads: allOf(...conditions, of && condition),
    joins: (accountKey) => joins?.({ accountKey, activity, clock }) ?? Prisma.empty,
    timeZone: isOnClock ? clock.timeZone : null,
  };
}
