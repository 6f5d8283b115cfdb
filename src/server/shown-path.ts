/** A path as it may be told: without the end of a webhook's key, which lets whoever knows it deliver. */
export function shownPath(pathname: string): string {
  return pathname.replace(/^(\/connect\/[^/]+\/.{6}).*$/s, '$1…');
}
