import { Temporal } from 'temporal-polyfill';
import type { Address } from '../address/address.ts';
import type { VariablesOf } from '../graphql.ts';
import { type Compared, comparedWith, type Period, periodOf } from '../period/period.ts';
import { useFrame } from '../session/frame.ts';
import type { overviewQuery } from './overview/query.ts';

/** The arguments that reports share. */
export interface Question extends Compared {
  readonly period: Period;
  readonly filter: NonNullable<VariablesOf<typeof overviewQuery>['filter']>;
  readonly timeZone: string;
}

export function useQuestion(address: Address): Question {
  return questionOf(address, useFrame().account.timeZone, Temporal.Now.instant());
}

/** What the address asks of the reports of an account in a time zone. */
export function questionOf(address: Address, timeZone: string, now: Temporal.Instant): Question {
  const zone = address.zone ?? timeZone;
  return {
    period: periodOf(address, zone, now),
    ...comparedWith(address, zone),
    filter: filterOf(address),
    timeZone: zone,
  };
}

function filterOf({ filter }: Address): Question['filter'] {
  const { types, ...lists } = filter;
  const known = (['CHAT', 'EMAIL', 'PHONE'] as const).filter((type) => types.includes(type));
  return { ...copyOf(lists), types: known };
}

function copyOf<Key extends string>(lists: Readonly<Record<Key, readonly string[]>>): Record<Key, string[]> {
  return Object.fromEntries(
    Object.entries(lists).map(([key, list]) => [key, [...(list as string[])]]),
  ) as Record<Key, string[]>;
}
