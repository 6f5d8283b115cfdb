import { createHash } from 'node:crypto';
import { Prisma } from '../../database/generated/client.ts';
import { noClock } from '../measures/clock.ts';
import { type CustomerMeasure, customerMeasures, groupOf, repliedDays } from '../measures/customer-groups.ts';
import { isCounted, type Subject } from '../measures/measures.ts';
import { type PairAhead, pairsAhead } from '../measures/pairs.ts';
import { replyFigures, replyMeasure } from '../measures/reply-figures.ts';
import { countingOf } from './conversation-days.ts';
import { insertCustomerBlocks } from './customer-blocks.ts';
import { pairs } from './customer-days.ts';
import { replaceRollups } from './replace.ts';
import { countReplies, replyTables } from './reply-days.ts';
import { countTimes, type TimeMeasure, timeMeasures } from './times.ts';

/** The name of what is counted ahead of time, and a hash of how: what is counted alike has the same. */
export interface Definition {
  readonly measure: string;
  readonly definition: string;
}

/** How days are stored and added up to months. */
const storing = replaceRollups(0, { measures: [], firsts: [], tables: Prisma.empty, isKept: Prisma.empty });

const known = new WeakMap<PairAhead, Definition>();

/** How a pair is counted. */
export function definitionOf(pair: PairAhead): Definition {
  const definition = known.get(pair) ?? definitionFrom(pair.name, [storing, ...countingOf(pair)]);
  known.set(pair, definition);
  return definition;
}

/** How the replies of users are counted. */
export const replyDefinition = definitionFrom(replyMeasure, [
  storing,
  replyFigures,
  replyTables(0),
  countReplies(0),
]);

/** How a measure of customers is counted. */
export function customerDefinitionOf(measure: CustomerMeasure): Definition {
  return definitionFrom(measure, [storing, isCounted, repliedDays, groupOf[measure], pairs]);
}

/** How the blocks of customers are counted. */
export const blockDefinition = definitionFrom('customerBlocks', [insertCustomerBlocks(0, null)]);

/** How the times of a kind are sorted. */
export function timeDefinitionOf(measure: TimeMeasure): Definition {
  return definitionFrom(measure.name, [countTimes(0, [], [measure])]);
}

/** How all that is counted together is counted. */
export function definitionsOf(subject: Subject): Definition[] {
  if (subject === 'customers') return [...customerMeasures.map(customerDefinitionOf), blockDefinition];
  // What is counted by the hour is defined alike in every zone.
  return [...pairsAhead(noClock).map(definitionOf), replyDefinition, ...timeMeasures.map(timeDefinitionOf)];
}

/**
 * The condition that an account `a` has something counted ahead of time, the way that is asked for, on all days of its zone but stale
 * ones. The release before counts in other tables, and leaves these as they are where it changes the zone.
 */
export function isCountedAhead(accountKey: number, { measure, definition }: Definition): Prisma.Sql {
  return Prisma.sql`exists (
        select from counted_measures m
        where m.account_key = ${accountKey} and m.measure = ${measure} and m.definition = ${definition} and m.rest_from is null
          and m.time_zone = a.time_zone
      )`;
}

/** The hash of fragments of SQL, each with what it is bound to, and of other values. */
function definitionFrom(measure: string, parts: readonly unknown[]): Definition {
  const values = parts.map((part) => (part instanceof Prisma.Sql ? [wordsOf(part), part.values] : part));
  const hash = createHash('sha256').update(JSON.stringify(values));
  return { measure, definition: hash.digest('hex').slice(0, 16) };
}

/** How SQL is broken into lines is no part of a definition. */
function wordsOf({ sql }: Prisma.Sql): string {
  return sql.trim().replaceAll(/\s+/g, ' ');
}
