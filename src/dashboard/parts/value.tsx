import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

/** A number, in words for people and exactly for programs; a dash where there is none. `href` leads to what is behind it. */
export function Value({
  value,
  print,
  href,
}: {
  value: number | null | undefined;
  print: (value: number) => string;
  href?: string | undefined;
}) {
  if (value === null || value === undefined) return <span className="none">{texts.none}</span>;
  const data = <data value={value}>{print(value)}</data>;
  return href ? <Link href={href}>{data}</Link> : data;
}

/** A link within the page. */
export function Link({ href, children }: { href: string; children: ReactNode }) {
  return <a href={href}>{children}</a>;
}
