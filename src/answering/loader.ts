import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { Context } from '../auth/context.ts';
import type { Database } from '../database/client.ts';
import { type Group, groupBy } from '../group.ts';
import { pacedLoading, turnUnlessGivenUp } from '../pace.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import { answersOf } from './answers.ts';
import { noteOfNow } from './of-now.ts';
import { valueKey } from './value-key.ts';

/** What makes a loader. Nothing else of a question reaches its answer, and all of it tells questions apart. */
interface Loading<Question, Shared, Own, Answer> {
  /** What questions that are answered together have in common. */
  readonly sharedOf: (question: Question) => Shared;
  /** What one of them asks; equal ones are asked once. */
  readonly ownOf: (question: Question) => Own;
  /** Answers the questions of one group, in their order. */
  readonly answer: (database: Database, shared: Shared, questions: Group<Own>) => Promise<readonly Answer[]>;
  /** Whether the answer depends on when it is asked for: then it is not remembered. */
  readonly isOfNow?: true;
}

interface Asked<Shared, Own> {
  readonly shared: Shared;
  readonly own: Own;
}

/** To make a statement takes a while, and there can be hundreds: more than there are connections need not be ready. */
const groupsAtOnce = 10;

let loaders = 0;

/**
 * Makes a loader: the questions of one tick are answered group by group, and no group suffers from another's failure. What was
 * answered at the same version of the account is given again, so that no answer is older than the beginning of its request.
 */
export function groupLoader<Question, Shared, Own, Answer>({
  sharedOf,
  ownOf,
  answer,
  isOfNow,
}: Loading<Question, Shared, Own, Answer>) {
  const loaderOf = createContextCache(({ database }: Context) => {
    type Answered = [Asked<Shared, Own>, Answer | Error];
    const answerGroup = async (group: Group<Asked<Shared, Own>>): Promise<Answered[]> => {
      const [{ shared }] = group;
      const questions = group.map(({ own }) => own) as Group<Own>;
      const answers = await turnUnlessGivenUp()
        .then(() => answer(database, shared, questions))
        .catch((error: Error) => group.map(() => error));
      return group.map((asked, index) => [asked, answers[index] as Answer | Error]);
    };
    const answerAll = async (asked: readonly Asked<Shared, Own>[]): Promise<(Answer | Error)[]> => {
      const groups = [...groupBy(asked, ({ shared }) => valueKey(shared)).values()];
      const answers = new Map<Asked<Shared, Own>, Answer | Error>();
      // Each worker takes the next group as soon as it has answered one.
      const left = groups.values();
      const work = async (): Promise<void> => {
        for (const group of left) for (const answered of await answerGroup(group)) answers.set(...answered);
      };
      await Promise.all(Array.from({ length: Math.min(groupsAtOnce, groups.length) }, work));
      return asked.map((one) => answers.get(one) as Answer | Error);
    };
    return new DataLoader(answerAll, {
      ...pacedLoading,
      cacheKeyFn: keyOf,
    });
  });
  loaders += 1;
  const loader = loaders;
  return async function load(context: Context, question: Question): Promise<Answer> {
    const asked = { shared: sharedOf(question), own: ownOf(question) };
    const answers = answersOf(context.database);
    if (!answers) return loaderOf(context).load(asked);
    if (isOfNow) {
      const answered = await loaderOf(context).load(asked);
      const askAgain = (other: Context): Promise<Answer> => load(other, question);
      noteOfNow(context, `${loader} ${keyOf(asked)}`, askAgain, answered);
      return answered;
    }
    const { askedAt, account } = context.caller;
    const { key, version } = account;
    const place = `${loader} ${key} ${version} ${keyOf(asked)}`;
    const kept = answers.get(place, context.database.readBy(), askedAt);
    if (kept) return kept.answer as Answer;
    const answered = await loaderOf(context).load(asked);
    answers.keep(place, context.database.readBy(), answered);
    return answered;
  };
}

function keyOf({ shared, own }: Asked<unknown, unknown>): string {
  return `${valueKey(shared)} ${valueKey(own)}`;
}

/**
 * Makes the loader of a report: all questions of one tick are grouped by their scope, the periods of each group are read by
 * one statement, and equal periods are read once however they were written. Each row names its period, counted from 1; `shape`
 * turns the rows of one period into its answer. `scopeOf` says what the statement sees of a question besides its periods.
 */
export function periodLoader<S extends Scope, Row, T>(
  scopeOf: (question: S) => S,
  read: (database: Database, scope: S, periods: readonly Period[]) => Promise<(Row & { period: number })[]>,
  shape: (rows: readonly Row[], period: Period) => T,
): (context: Context, scope: S, period: Period) => Promise<T> {
  const load = groupLoader({
    sharedOf: ({ scope }: { scope: S; period: Period }) => scopeOf(scope),
    ownOf: ({ period }) => period,
    answer: async (database, scope, periods) => {
      const rowsOf = groupBy(await read(database, scope, periods), (row) => row.period);
      return periods.map((period, index) => shape(rowsOf.get(index + 1) ?? [], period));
    },
  });
  return (context, scope, period) => load(context, { scope, period });
}
