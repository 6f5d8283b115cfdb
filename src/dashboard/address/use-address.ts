import { useMemo, useSyncExternalStore } from 'react';
import { type Address, parseAddress, printAddress } from './address.ts';

const moved = 'deskgraph:moved';

/** The address of the page, also after it has changed. */
export function useAddress(): Address {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  return useMemo(() => parseAddress(search), [search]);
}

/** Goes to another address of the page, from which the browser's button goes back. */
export function goTo(address: Address): void {
  moveTo(printAddress(address));
}

/** Follows links of the page without loading it anew; those to open elsewhere are left to the browser. */
export function followLinks(event: MouseEvent): void {
  const link = event.target instanceof Element && event.target.closest('a');
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  // Links inside of charts are SVG's, whose attribute is in a namespace of its own.
  const href = link.getAttribute('href') ?? link.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
  if (!href?.startsWith('?')) return;
  event.preventDefault();
  moveTo(href);
}

function moveTo(href: string): void {
  window.history.pushState(null, '', href);
  window.dispatchEvent(new Event(moved));
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('popstate', onChange);
  window.addEventListener(moved, onChange);
  return () => {
    window.removeEventListener('popstate', onChange);
    window.removeEventListener(moved, onChange);
  };
}
