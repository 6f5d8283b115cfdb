import type { Address } from './address/address.ts';
import { views } from './address/choices.ts';
import { texts } from './texts.ts';
import { viewLink } from './views/links.ts';

/** The views, each with the period and filter of this one. */
export function Navigation({ address }: { address: Address }) {
  return (
    <nav className="views" aria-label={texts.viewsLabel}>
      {views.map((view) => (
        <a
          key={view}
          href={viewLink(address, view)}
          aria-current={view === address.view ? 'page' : undefined}
        >
          {texts.views[view]}
        </a>
      ))}
    </nav>
  );
}
