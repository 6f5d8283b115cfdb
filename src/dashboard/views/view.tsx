import { useEffect, useRef } from 'react';
import { type Address, printAddress } from '../address/address.ts';
import type { View } from '../address/choices.ts';
import { Boundary } from '../parts/boundary.tsx';
import { texts } from '../texts.ts';
import { Breakdown } from './breakdown/breakdown.tsx';
import { History } from './history/history.tsx';
import { Overview } from './overview/overview.tsx';
import { Responses } from './responses/responses.tsx';
import { Rows } from './rows/rows.tsx';
import { Satisfaction } from './satisfaction/satisfaction.tsx';
import { Workload } from './workload/workload.tsx';

const parts: Readonly<Record<View, typeof Overview>> = {
  overview: Overview,
  agents: Breakdown,
  mailboxes: Breakdown,
  teams: Breakdown,
  tags: Breakdown,
  channels: Breakdown,
  responses: Responses,
  satisfaction: Satisfaction,
  workload: Workload,
  history: History,
  rows: Rows,
};

/** The view that the address names. Who comes to it from another one hears its heading first. */
export function ViewOf({ address }: { address: Address }) {
  const { view } = address;
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef(view);
  useEffect(() => {
    document.title = `${texts.views[view]} – ${texts.product}`;
    if (last.current !== view) heading.current?.focus();
    last.current = view;
  }, [view]);
  const Part = parts[view];
  return (
    <main id="report" className="view">
      <h1 ref={heading} tabIndex={-1}>
        {texts.views[view]}
      </h1>
      <Boundary of={printAddress(address)}>
        <Part address={address} />
      </Boundary>
    </main>
  );
}
