import { type Address, printAddress } from '../address/address.ts';
import type { FilterList, View } from '../address/choices.ts';

/** Conditions of rows, by the names that the CSV of conversations has for them too. */
export type Conditions = Readonly<Record<string, string>>;

/** The conversations that were rated. */
export const ratedRows: Conditions = { activity: 'RATED' };

/** Leads to the conversations behind a number of the same period and filter. */
export function rowsLink(address: Address, conditions: Conditions): string {
  return viewLink(address, 'rows', conditions);
}

/**
 * The address with a list of its filter narrowed to one value; undefined where that cannot be said. Of a list any value is enough,
 * so a value that it does not name would bring conversations which the filter leaves out.
 */
export function narrowed(address: Address, list: FilterList, value: string): Address | undefined {
  const own = address.filter[list];
  if (own.length > 0 && !own.includes(value)) return undefined;
  return { ...address, filter: { ...address.filter, [list]: [value] } };
}

/** Leads to those conversations behind a number that a list of the filter has a value for; nowhere where that cannot be said. */
export function narrowedRowsLink(
  address: Address,
  list: FilterList,
  value: string,
  conditions: Conditions,
): string | undefined {
  const own = narrowed(address, list, value);
  return own && rowsLink(own, conditions);
}

/** Leads to another view with the same period, comparison and filter. */
export function viewLink(address: Address, view: View, own: Readonly<Record<string, string>> = {}): string {
  return printAddress({ ...address, view, own });
}

/** Leads to the same view with some of its own conditions changed; an empty one is taken out. */
export function ownLink(address: Address, own: Readonly<Record<string, string>>): string {
  return printAddress({ ...address, own: { ...address.own, ...own } });
}
