import { type Address, printAddress } from '../address/address.ts';
import type { Filter, View } from '../address/choices.ts';

/** Conditions of rows, by the names that the CSV of conversations has for them too. */
export type Conditions = Readonly<Record<string, string>>;

/** Leads to the conversations behind a number: of the same period and filter, but for what is given. */
export function rowsLink(address: Address, conditions: Conditions, filter: Partial<Filter> = {}): string {
  return printAddress({
    ...address,
    view: 'rows',
    filter: { ...address.filter, ...filter },
    own: conditions,
  });
}

/** Leads to another view with the same period, comparison and filter. */
export function viewLink(address: Address, view: View, own: Readonly<Record<string, string>> = {}): string {
  return printAddress({ ...address, view, own });
}

/** Leads to the same view with some of its own conditions changed; an empty one is taken out. */
export function ownLink(address: Address, own: Readonly<Record<string, string>>): string {
  return printAddress({ ...address, own: { ...address.own, ...own } });
}
