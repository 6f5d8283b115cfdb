import type { CombinedError } from 'urql';
import { type Failure, failureOf, unexplained } from './failure.ts';

/** One field of a view's answer: on its way, missing, or there. */
export type Part<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'ready'; readonly value: Value };

interface Result<Data> {
  readonly data?: Data | undefined;
  readonly error?: CombinedError | undefined;
  readonly fetching: boolean;
  readonly hasNext: boolean;
}

/** The fields of an answer, also those that are deferred and so may be missing. */
export type FieldOf<Data> = Data extends Data ? keyof Data & string : never;
type Answered<Data, Field> = Data extends Data ? (Field extends keyof Data ? Data[Field] : never) : never;
export type ValueOf<Data, Field> = NonNullable<Answered<Data, Field>>;

/**
 * A field of an answer that comes in parts: what is deferred is on its way until it is there or the answer has ended. What is there
 * stays, also where the rest of the answer is lost or asked for again.
 */
export function partOf<Data, Field extends FieldOf<Data>>(
  { data, error, fetching, hasNext }: Result<Data>,
  field: Field,
): Part<ValueOf<Data, Field>> {
  const own = fetching ? undefined : failureOf(error, (each) => each === field);
  if (own) return { state: 'failed', failure: own };
  const value = (data as Partial<Record<Field, ValueOf<Data, Field> | null>> | undefined)?.[field];
  if (value !== undefined && value !== null) return { state: 'ready', value };
  if (fetching) return { state: 'loading' };
  const failure = failureOf(error, (each) => each === undefined);
  if (failure) return { state: 'failed', failure };
  return value === undefined && hasNext ? { state: 'loading' } : { state: 'failed', failure: unexplained };
}

/** What a part says of another value made of its own. */
export function mapPart<Value, Other>(part: Part<Value>, change: (value: Value) => Other): Part<Other> {
  return part.state === 'ready' ? { state: 'ready', value: change(part.value) } : part;
}
