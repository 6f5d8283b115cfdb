import type { GraphQLField } from 'graphql';
import { Temporal } from 'temporal-polyfill';
import { valueKey } from '../../answering/value-key.ts';
import { bucketCount } from '../../period/buckets.ts';
import type { Period } from '../../period/period.ts';
import { defaultViewBy, type ViewBy, viewByRule } from '../../period/view-by.ts';
import { maxBuckets } from '../../question/series.ts';
import { type Question, readsOf, type SelectedPart } from './reads.ts';

/** What one field adds to the cost of an operation, besides what is read. */
interface Weight {
  /** Points for itself, once in each entry of the lists around it. */
  readonly own: number;
  /** How many entries its arguments ask for, in its own list or the next one below it. */
  readonly size: number | undefined;
  /** How many entries its list is taken to have where nothing says so. */
  readonly usualSize: number;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** A field of an operation, with its arguments and what is selected of it. */
export interface AskedField {
  readonly field: GraphQLField<unknown, unknown>;
  /** The type that it is a field of; undefined where that is the root. */
  readonly entity: string | undefined;
  readonly args: Arguments;
  /** The arguments of the field above it that is about a period; none where there is no such field. */
  readonly around: Arguments;
  readonly selected: () => readonly SelectedPart[];
}

/** Points for each period that one entity is asked about: entities are read many at a time. */
const pointsOfEntity = 5;
const pointsOfPage = 600;
/** A list below a report of which another argument than its length makes another statement. */
const argumentsOfList = ['by', 'after'];
const idsOfPoint = 10;

/** Lists that have fewer entries than others. */
const usualSizes: Readonly<Record<string, number>> = {
  'UserConversationHistoryEntry.customers': 1,
  'Conversation.tags': 3,
  'BusyTimesReport.current': 168,
  'BusyTimesReport.previous': 168,
  'BusyTimesReport.deltas': 168,
  'Conversation.ratings': 2,
};

/** Who asks, as far as it decides what is read. */
export interface Asker {
  /** The account's; undefined where any will do. */
  readonly timeZone: string | undefined;
  /** Whether the token sees some mailboxes alone. */
  readonly isLimited: boolean;
}

/** Weighs the fields of one operation, and adds up what they read: once, however many fields and entries of lists ask for it. */
export function createScales(asker: Asker) {
  const read = new Map<string, number>();
  const names = createNames();

  const addReads = (asked: AskedField): void => {
    const { previous, compareTo, first, page, rows, ...others } = asked.args as Partial<Asked>;
    const { period = periodUnsaid(asked) } = others;
    if (!period) return;
    const filter = conditionsOf(others.filter);
    const question = questionOf(asked, period, asker);
    // Entities are read together within one filter, whatever else is asked of them.
    const scope = names.of(asked.entity ? filter : Object.entries({ ...others, filter }));
    for (const { part, period: of, points } of readsOf(question)) {
      const key = `${question.name} ${scope} ${part} ${typeof of === 'string' ? of : valueKey(of)}`;
      read.set(key, Math.max(points, read.get(key) ?? 0));
    }
  };

  const weigh = (asked: AskedField): Weight => {
    const { field, entity, args } = asked;
    addReads(asked);
    const isRoot = entity === undefined;
    return {
      own: pointsOfOwn(asked) + pointsOfFilter(args),
      size: sizeOf(asked),
      usualSize: usualSizes[`${entity}.${field.name}`] ?? (isRoot ? 100 : 10),
    };
  };

  const pointsOfReads = (): number => [...read.values()].reduce((sum, points) => sum + points, 0);
  return { weigh, pointsOfReads };
}

/** What is filtered is about all time where no period is said. */
function periodUnsaid({ field }: AskedField): Period | undefined {
  return field.args.some(({ name }) => name === 'filter') ? allTime : undefined;
}

const allTime: Period = {
  start: Temporal.Instant.from('0001-01-01T00:00:00Z'),
  end: Temporal.Instant.from('9999-12-31T00:00:00Z'),
};

function questionOf({ field, entity, args, selected }: AskedField, period: Period, asker: Asker): Question {
  const { previous, compareTo, filter, timeZone } = args as Partial<Asked>;
  return {
    name: entity ? `${entity}.${field.name}` : field.name,
    period,
    previous: previous ?? (compareTo ? `${compareTo} ${valueKey(period)}` : undefined),
    filter: conditionsOf(filter).map(([name]) => name),
    isInOtherZone: Boolean(timeZone) && timeZone !== asker.timeZone,
    isLimited: asker.isLimited,
    selected: selected(),
  };
}

/** The conditions of a filter that are some. */
function conditionsOf(filter: Asked['filter'] | undefined): [string, unknown][] {
  return Object.entries(filter ?? {}).filter(([, list]) => !isEmpty(list));
}

interface Asked {
  readonly period: Period;
  readonly previous: Period | null;
  readonly compareTo: string | null;
  readonly filter: Readonly<Record<string, unknown>> | null;
  readonly timeZone: string | null;
  readonly first: number;
  readonly page: number;
  readonly rows: number;
}

/** Short names for values by what they hold. A list is looked at once: a variable may name one of thousands in every field. */
function createNames() {
  const names = new Map<string, number>();
  const ofLists = new WeakMap<readonly unknown[], number>();
  const nameOf = (text: string): number => {
    const name = names.get(text) ?? names.size;
    names.set(text, name);
    return name;
  };
  const ofValue = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    const name = ofLists.get(value) ?? nameOf(JSON.stringify(value));
    ofLists.set(value, name);
    return name;
  };
  const of = (entries: readonly (readonly [string, unknown])[]): number =>
    nameOf(
      JSON.stringify(
        entries.map(([name, value]) => [
          name,
          name === 'filter' ? of(value as [string, unknown][]) : ofValue(value),
        ]),
      ),
    );
  return { of };
}

function isEmpty(list: unknown): boolean {
  return list === null || list === undefined || (Array.isArray(list) && list.length === 0);
}

function pointsOfOwn({ field, entity, args }: AskedField): number {
  const isRoot = entity === undefined;
  // However few entries a page of its own has, all rows may be gone through for them.
  const isPage = args['first'] && (isRoot || field.args.some(({ name }) => argumentsOfList.includes(name)));
  if (!args['period']) return isPage ? pointsOfPage : 0;
  return isRoot ? 0 : pointsOfEntity * (args['previous'] || args['compareTo'] ? 2 : 1);
}

// A list that a variable holds once is sorted, kept and sent for every field that names it.
function pointsOfFilter({ filter }: Readonly<Record<string, unknown>>): number {
  const lists = Object.values(filter ?? {}).filter(Array.isArray);
  return Math.floor(lists.reduce((sum, list) => sum + list.length, 0) / idsOfPoint);
}

function sizeOf({ field, args, around }: AskedField): number | undefined {
  const given = args['first'] ?? args['rows'];
  if (typeof given === 'number') return Math.max(1, given);
  const { representations, bounds } = args;
  if (Array.isArray(representations)) return representations.length;
  if (Array.isArray(bounds)) return bounds.length + 1;
  const asked = { ...around, ...args };
  return asked['period'] && field.args.some(({ name }) => name === 'viewBy')
    ? bucketsAsked(asked as unknown as Buckets)
    : undefined;
}

interface Buckets {
  readonly period: Period;
  readonly previous?: Period | null;
  readonly viewBy?: ViewBy | null;
  readonly timeZone?: string | null;
}

function bucketsAsked({ period, previous, viewBy, timeZone }: Buckets): number {
  const zone = timeZone ?? 'UTC';
  const view = viewBy ?? defaultViewBy(period, previous ?? undefined, zone);
  // A longer series is refused by its own rule, which says more than that it costs too much.
  if (viewByRule(period, view, zone) !== undefined) return 1;
  return Math.min(bucketCount(period, view, zone), maxBuckets);
}
