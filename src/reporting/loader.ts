import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { Database } from '../database/client.ts';
import { type Period, periodKey } from '../period/period.ts';
import type { Context } from './context.ts';
import { type Group, groupBy } from './group.ts';
import { type Scope, scopeKeyOf } from './slice.ts';

/** What makes a loader. */
interface Loading<Question, Answer> {
  /** Questions of one group are answered together. */
  readonly groupOf: (question: Question) => string;
  /** Tells the questions of a group apart; equal ones are asked once. */
  readonly keyOf: (question: Question) => string;
  /** Answers the questions of one group, in their order. */
  readonly answer: (database: Database, questions: Group<Question>) => Promise<readonly Answer[]>;
}

/** Makes a loader: the questions of one tick are answered group by group, and no group suffers from another's failure. */
export function groupLoader<Question, Answer>({ groupOf, keyOf, answer }: Loading<Question, Answer>) {
  const loaderOf = createContextCache(({ database }: Context) => {
    const answerGroup = async (questions: Group<Question>): Promise<[Question, Answer | Error][]> => {
      const answers = await answer(database, questions).catch((error: Error) => questions.map(() => error));
      return questions.map((question, index) => [question, answers[index] as Answer | Error]);
    };
    const answerAll = async (questions: readonly Question[]): Promise<(Answer | Error)[]> => {
      const groups = [...groupBy(questions, groupOf).values()];
      const answers = new Map((await Promise.all(groups.map(answerGroup))).flat());
      return questions.map((question) => answers.get(question) as Answer | Error);
    };
    return new DataLoader(answerAll, {
      cacheKeyFn: (question: Question) => `${groupOf(question)} ${keyOf(question)}`,
    });
  });
  return (context: Context, question: Question): Promise<Answer> => loaderOf(context).load(question);
}

/** A statement that answers any number of periods over one scope; each row names its period, counted from 1. */
type Read<S, Row> = (database: Database, scope: S, periods: readonly Period[]) => Promise<Row[]>;

export type Load<S, T> = (context: Context, scope: S, period: Period) => Promise<T>;

/**
 * Makes the loader of a report: all questions of one tick are grouped by their scope, the periods of each group are read by
 * one statement, and equal periods are read once however they were written. `shape` turns the rows of one period into its answer.
 * A report whose scope holds more than a `Scope` says with `keyOf` when two of them are equal.
 */
export function periodLoader<S extends Scope, Row extends { readonly period: number }, T>(
  read: Read<S, Row>,
  shape: (rows: readonly Row[], period: Period) => T,
  keyOf: (scope: S) => string = scopeKeyOf,
): Load<S, T> {
  const load = groupLoader({
    groupOf: ({ scope }: { scope: S; period: Period }) => keyOf(scope),
    keyOf: ({ period }) => periodKey(period),
    answer: async (database, questions) => {
      const periods = questions.map(({ period }) => period);
      const rowsOf = groupBy(await read(database, questions[0].scope, periods), (row) => row.period);
      return periods.map((period, index) => shape(rowsOf.get(index + 1) ?? [], period));
    },
  });
  return (context, scope, period) => load(context, { scope, period });
}
