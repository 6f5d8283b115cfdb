import type { Address } from '../../address/address.ts';
import type { ResultOf } from '../../graphql.ts';
import type { FieldOf, Part, ValueOf } from '../../parts/part.ts';
import type { overviewQuery } from './query.ts';

export type Answer = ResultOf<typeof overviewQuery>;

/** What a part of the overview is given: its field of the answer, the address, and how to ask again. */
export interface PartProps<Field extends FieldOf<Answer>> {
  readonly part: Part<ValueOf<Answer, Field>>;
  readonly address: Address;
  readonly retry: () => void;
}
