import type { Address } from '../../address/address.ts';
import { withBase } from '../../format/change.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Figures } from '../../parts/figure.tsx';
import { texts } from '../../texts.ts';
import { rowsLink } from '../links.ts';
import { type Report, rowsOf } from './kinds.ts';

/** How many replies it took to resolve what was resolved. */
export function Resolved({
  address,
  report: { current, previous, deltas },
}: {
  address: Address;
  report: Report;
}) {
  const { count, decimal, percent } = useFormats();
  const href = rowsLink(address, rowsOf.resolution);
  const onFirst = rowsLink(address, { ...rowsOf.resolution, repliesSent: '1' });
  const { figures } = texts.responses;
  return (
    <Figures
      figures={[
        {
          name: figures.repliesToResolve,
          value: current.repliesToResolve,
          print: decimal,
          href,
          delta: deltas?.repliesToResolve,
          direction: 'less',
        },
        {
          name: figures.resolvedOnFirstReply,
          value: current.resolvedOnFirstReply,
          print: count,
          href: onFirst,
          delta: deltas?.resolvedOnFirstReply,
          direction: 'more',
        },
        {
          name: figures.resolvedOnFirstReplyPercent,
          value: current.resolvedOnFirstReplyPercent,
          print: percent,
          href: onFirst,
          delta: withBase(
            current.resolution.count > 0 ? deltas?.resolvedOnFirstReplyPercent : null,
            previous?.resolution.count,
          ),
          direction: 'more',
          isInPoints: true,
        },
      ]}
    />
  );
}
