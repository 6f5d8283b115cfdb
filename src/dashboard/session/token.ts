const key = 'deskgraph-token';

/**
 * The token of this tab. One that the address brings in its fragment is taken out of the address at once: neither history nor
 * whoever is sent the address shall have it.
 */
export function takeToken(): string | null {
  const brought = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (brought) {
    window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}`);
    keepToken(brought);
  }
  return sessionStorage.getItem(key);
}

/** Whether a token can be sent at all: what a header does not take has never been one. */
export function canBeSent(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}

export function keepToken(token: string): void {
  sessionStorage.setItem(key, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(key);
}
