import type { Address } from '../address/address.ts';
import { texts } from '../texts.ts';
import { ownLink } from '../views/links.ts';
import { Link } from './value.tsx';

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly endCursor: string | null;
}

/** To the next page of a list, and to its first one; the page before is the browser's way back. */
export function Pages({
  address,
  pageInfo: { hasNextPage, hasPreviousPage, endCursor },
}: {
  address: Address;
  pageInfo: PageInfo;
}) {
  return (
    <nav className="pages" aria-label={texts.pages.label}>
      {hasPreviousPage && <Link href={ownLink(address, { after: '' })}>{texts.pages.first}</Link>}
      {hasNextPage && <Link href={ownLink(address, { after: endCursor ?? '' })}>{texts.pages.next}</Link>}
    </nav>
  );
}
