import type { Address } from '../address/address.ts';
import type { Column } from '../parts/table.tsx';
import { ownLink } from './links.ts';

/** How a table is sorted by a field, as its address says, and the link that sorts by it, in its first order, or turns that around. */
export function sortingOf(
  address: Address,
  field: string,
  usual: string,
  first: 'ASC' | 'DESC' = 'DESC',
): NonNullable<Column<unknown>['sorting']> {
  const { orderBy = usual, direction = 'DESC' } = address.own;
  const isBy = orderBy === field;
  const other = direction === 'DESC' ? 'ASC' : 'DESC';
  return {
    href: ownLink(address, { orderBy: field, direction: isBy ? other : first, after: '', page: '' }),
    now: isBy ? (direction === 'ASC' ? 'ascending' : 'descending') : undefined,
  };
}
