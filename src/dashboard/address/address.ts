import { Temporal } from 'temporal-polyfill';
import {
  type ComparisonName,
  comparisons,
  type Filter,
  filterLists,
  type SpanName,
  spans,
  type View,
  views,
} from './choices.ts';

/** Two dates, both inside, such as 2026-01-01 and 2026-01-31. */
export interface Dates {
  readonly from: string;
  readonly to: string;
}

/** All that a view depends on. It stands in the page's address, so that a view can be shared and gone back to. */
export interface Address {
  readonly view: View;
  readonly span: SpanName;
  /** The dates of the span `own`. */
  readonly dates: Dates | null;
  readonly comparison: ComparisonName;
  /** The dates of the comparison `own`. */
  readonly comparedDates: Dates | null;
  /** Null: the account's time zone. */
  readonly zone: string | null;
  readonly filter: Filter;
  /** What only this view knows, such as its order or its page. */
  readonly own: Readonly<Record<string, string>>;
}

const common = [
  'view',
  'period',
  'from',
  'to',
  'compare',
  'compareFrom',
  'compareTo',
  'zone',
  ...filterLists,
];

/** Reads the search part of an address. What it does not say, or says wrongly, is as if it had never been chosen. */
export function parseAddress(search: string): Address {
  const said = new URLSearchParams(search);
  const dates = datesOf(said.get('from'), said.get('to'));
  const comparedDates = datesOf(said.get('compareFrom'), said.get('compareTo'));
  const span = oneOf(spans, said.get('period'), 'last-30-days');
  const comparison = oneOf(comparisons, said.get('compare'), 'previous-period');
  return {
    view: oneOf(views, said.get('view'), 'overview'),
    span: span === 'own' && !dates ? 'last-30-days' : span,
    dates: span === 'own' ? dates : null,
    comparison: comparison === 'own' && !comparedDates ? 'previous-period' : comparison,
    comparedDates: comparison === 'own' ? comparedDates : null,
    zone: zoneOf(said.get('zone')),
    filter: Object.fromEntries(filterLists.map((list) => [list, said.getAll(list)])) as unknown as Filter,
    own: Object.fromEntries([...said].filter(([name]) => !common.includes(name))),
  };
}

/** The address as a link of the page; what is as if never chosen is left out. */
export function printAddress(address: Address): string {
  const { view, span, dates, comparison, comparedDates, zone, filter, own } = address;
  const said = new URLSearchParams();
  const say = (name: string, value: string | null | undefined, silent?: string): void => {
    if (value && value !== silent) said.append(name, value);
  };
  say('view', view, 'overview');
  say('period', span, 'last-30-days');
  say('from', dates?.from);
  say('to', dates?.to);
  say('compare', comparison, 'previous-period');
  say('compareFrom', comparedDates?.from);
  say('compareTo', comparedDates?.to);
  say('zone', zone);
  for (const list of filterLists) for (const value of filter[list]) said.append(list, value);
  for (const [name, value] of Object.entries(own)) say(name, value);
  return `?${said}`;
}

/** The word of a list that a text names, or else another one of them. */
export function oneOf<Word extends string, Other extends Word | null>(
  words: readonly Word[],
  text: string | null | undefined,
  otherwise: Other,
): Word | Other {
  return words.find((word) => word === text) ?? otherwise;
}

function datesOf(from: string | null, to: string | null): Dates | null {
  return from !== null && to !== null && isDate(from) && isDate(to) && from <= to ? { from, to } : null;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).year > 0;
  } catch {
    return false;
  }
}

function zoneOf(text: string | null): string | null {
  // Offsets and date-times, which are taken for zones as well, are no names.
  if (!text || !/^[a-z]/i.test(text)) return null;
  try {
    return Temporal.Now.zonedDateTimeISO(text).timeZoneId;
  } catch {
    return null;
  }
}
