import type { Address } from '../address/address.ts';
import type { Column } from '../parts/table.tsx';
import { ownLink } from './links.ts';

/** How a table is sorted by a field, as its address says, and the link that sorts by it or turns its order around. */
export function sortingOf(
  address: Address,
  field: string,
  usual: string,
): NonNullable<Column<unknown>['sorting']> {
  const { orderBy = usual, direction = 'DESC' } = address.own;
  const isBy = orderBy === field;
  const next = isBy && direction === 'DESC' ? 'ASC' : 'DESC';
  return {
    href: ownLink(address, { orderBy: field, direction: next, after: '', page: '' }),
    now: isBy ? (direction === 'ASC' ? 'ascending' : 'descending') : undefined,
  };
}
