import type { InputFieldMap, InputShapeFromFields, ObjectRef } from '@pothos/core';
import type { Context } from '../auth/context.ts';
import { type Builder, builder } from '../graphql/builder.ts';

/** From when on a part of an answer is counted from rows: ahead of time it is counted of the whole account and of its parts. */
export type Rows =
  /** It always is. */
  | 'always'
  /** Where mailboxes or types are named, by the filter or by the token. */
  | 'narrowed'
  /** Where anything else is: tags and folders cut through all parts, and the days of another time zone through the account's. */
  | 'cut';

/** What is read for a part of an answer, whatever is selected of it. */
export interface Part {
  /** Points for reading all rows of two years, of 22 for a millisecond over 100,000 conversations. Measured by `test/load/costs.ts`. */
  readonly points: number;
  readonly rows: Rows;
  /** Points for the statement itself and for what is read of rollups. */
  readonly fewest?: number;
  /** It is never compared. */
  readonly isOfCurrentAlone?: true;
}

/**
 * What an answer is read as: the figures that `current`, `previous` and `deltas` are made of, the distinct customers among them, which take
 * longer than all the rest, and other parts by their fields. A series is read together with the same figures of its whole periods: its
 * own part is what its intervals take besides.
 */
export type Parts = { readonly figures: Part; readonly distinctCustomers?: Part } & Readonly<
  Record<string, Part>
>;

/** What is known of a report besides what it answers. */
export interface Report {
  /** Its root field. */
  readonly name: string;
  /** How much is read for it, by which the limits reckon what a question costs. */
  readonly reads: Parts;
  /** A question worth asking, as GraphiQL's tab shows it. `$period` is the last whole month, and `$user` a user of the made-up helpdesk. */
  readonly example: string;
}

interface Declaration<Shape, Args extends InputFieldMap> extends Report {
  readonly type: ObjectRef<Builder['$inferSchemaTypes'], Shape>;
  /** What it answers; where it is the report of a product, the product and its name there. */
  readonly description: string;
  readonly args: Args;
  /** Arguments become the question, which the fields of the type load their answers for. */
  readonly toQuestion: (args: InputShapeFromFields<Args>, context: Context) => Shape | Promise<Shape>;
}

/** Makes the root field of a report, which is null where its question is refused, and tells what else is known of it. */
export function declareReport<Shape, Args extends InputFieldMap>({
  name,
  reads,
  example,
  type,
  description,
  args,
  toQuestion,
}: Declaration<Shape, Args>): Report {
  builder.queryField(name, (t) =>
    t.field({
      type,
      nullable: true,
      description,
      args,
      // What a type stands for is known of each report, and not of any: Pothos cannot compare the two here.
      resolve: (_root, asked, context) => toQuestion(asked, context) as never,
    }),
  );
  return { name, reads, example };
}
