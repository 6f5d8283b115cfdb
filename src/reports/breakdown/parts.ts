import { Prisma } from '../../database/generated/client.ts';

/** What is counted of each row; figures are made of these. Seconds are sums, but for the medians. */
const columns = {
  created: Prisma.sql`created`,
  touched: Prisma.sql`touched`,
  received: Prisma.sql`received`,
  sent: Prisma.sql`sent`,
  customers: Prisma.sql`customers`,
  resolutions: Prisma.sql`resolutions`,
  firstResponses: Prisma.sql`first_responses`,
  firstResponseSeconds: Prisma.sql`first_response_seconds`,
  firstResponseMedian: Prisma.sql`first_response_median`,
  responses: Prisma.sql`responses`,
  responseSeconds: Prisma.sql`response_seconds`,
  responseMedian: Prisma.sql`response_median`,
  resolved: Prisma.sql`resolved`,
  resolveSeconds: Prisma.sql`resolve_seconds`,
  ratings: Prisma.sql`ratings`,
  great: Prisma.sql`great`,
  notGood: Prisma.sql`not_good`,
} as const;

export type Part = keyof typeof columns;

/**
 * Selects `key` and the parts that are asked for: those that a source of rows counts by that key, and nulls for the others. `offset 0`
 * has each source grouped by itself: to add all of them up the planner would rather sort the rows of each.
 */
export function tally(
  asked: readonly Part[],
  counted: Readonly<Partial<Record<Part, Prisma.Sql>>>,
  key: Prisma.Sql,
  source: Prisma.Sql,
): Prisma.Sql {
  const values = asked.map(
    (part) => Prisma.sql`(${counted[part] ?? Prisma.sql`null`})::float8 as ${columns[part]}`,
  );
  return Prisma.sql`
      select ${Prisma.join([Prisma.sql`${key} as key`, ...values])}
      from ${source}
      group by 1
      offset 0`;
}

/** Parts that are told of all rows without looking at conversations or threads, or at few of them. */
export interface CountedParts {
  readonly parts: readonly Part[];
  readonly tallies: (asked: readonly Part[]) => Prisma.Sql[];
}

/** Selects `key` and the parts asked for of each row, added up over some tallies. */
export function addUp(asked: readonly Part[], tallies: readonly Prisma.Sql[]): Prisma.Sql {
  const sums = asked.map((part) => Prisma.sql`sum(n.${columns[part]}) as ${columns[part]}`);
  return Prisma.sql`
      select ${Prisma.join([Prisma.sql`n.key`, ...sums])}
      from (${Prisma.join(
        tallies.map((each) => Prisma.sql`(${each})`),
        ' union all ',
      )}) n
      group by n.key`;
}

/** A part of a row `r`; null where nothing is counted. */
export const part = (name: Part): Prisma.Sql => Prisma.sql`r.${columns[name]}`;
const count = (name: Part): Prisma.Sql => Prisma.sql`coalesce(${part(name)}, 0)`;
const mean = (sum: Part, of: Part): Prisma.Sql => Prisma.sql`${part(sum)} / nullif(${part(of)}, 0)`;

interface Figure {
  readonly parts: readonly Part[];
  /** Its value in a row `r` of parts. */
  readonly value: Prisma.Sql;
  /** Its value where there is no row. */
  readonly ofNothing: 0 | null;
}

const counted = (name: Part): Figure => ({ parts: [name], value: count(name), ofNothing: 0 });
const average = (sum: Part, of: Part): Figure => ({
  parts: [of, sum],
  value: mean(sum, of),
  ofNothing: null,
});
const median = (name: Part): Figure => ({ parts: [name], value: part(name), ofNothing: null });

/** The figures of a row. All but counts are null where there is nothing to be told; times are seconds. */
const figures = {
  conversationsCreated: counted('created'),
  conversationsTouched: counted('touched'),
  messagesReceived: counted('received'),
  repliesSent: counted('sent'),
  customersReplied: counted('customers'),
  resolutions: counted('resolutions'),
  avgFirstResponseTime: average('firstResponseSeconds', 'firstResponses'),
  medianFirstResponseTime: median('firstResponseMedian'),
  avgResponseTime: average('responseSeconds', 'responses'),
  medianResponseTime: median('responseMedian'),
  avgResolveTime: average('resolveSeconds', 'resolved'),
  ratings: counted('ratings'),
  // As percent of great minus percent of not good.
  satisfactionScore: {
    parts: ['ratings', 'great', 'notGood'],
    value: Prisma.sql`(${count('great')} / nullif(${part('ratings')}, 0) - ${count('notGood')} / nullif(${part('ratings')}, 0)) * 100`,
    ofNothing: null,
  },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;

export const figureNames = Object.keys(figures) as FigureName[];

/** The parts of some figures, each once. */
export function partsOf(names: readonly FigureName[]): Part[] {
  return [...new Set(names.flatMap((name): readonly Part[] => figures[name].parts))];
}

/** The figures that are made of some parts. */
export function figuresOf(parts: readonly Part[]): FigureName[] {
  return figureNames.filter((name) => figures[name].parts.every((each: Part) => parts.includes(each)));
}

/** The value of a figure in a row `r` of parts. */
export function figureIn(name: FigureName): Prisma.Sql {
  return figures[name].value;
}

/** The value of a figure where nothing is counted: 0 of a count, null of any other. */
export function valueOfNothing(name: FigureName): number | null {
  return figures[name].ofNothing;
}
