import { useMemo } from 'react';
import type { Address } from '../../address/address.ts';
import { barChart } from '../../charts/bar-chart.ts';
import { Chart } from '../../charts/chart.tsx';
import { useFormats } from '../../format/use-formats.ts';
import { Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { type Conditions, rowsLink } from '../links.ts';
import { type Kind, type Report, rowsOf } from './kinds.ts';

interface RangesProps {
  readonly address: Address;
  readonly kind: Kind;
  readonly ranges: Report['current']['firstResponse']['ranges'];
  /** Lists of conversations know elapsed time alone: in office hours a range has no list of its own. */
  readonly isExact: boolean;
}

/** How many took how long. */
export function Ranges({ address, kind, ranges, isExact }: RangesProps) {
  const { count, percent, seconds } = useFormats();
  const rows = useMemo(
    () =>
      ranges.map((range) => ({
        ...range,
        name:
          range.to === null ? `≥ ${seconds(range.from)}` : `${seconds(range.from)} – ${seconds(range.to)}`,
        href: rowsLink(address, { ...rowsOf[kind], ...(isExact && limits(kind, range)) }),
      })),
    [ranges, address, kind, isExact, seconds],
  );
  const draw = useMemo(
    () =>
      barChart(
        rows.map((row) => ({
          ...row,
          className: 'first',
          value: row.count,
          title: `${row.name}: ${count(row.count)}`,
        })),
        count,
      ),
    [rows, count],
  );
  return (
    <Chart draw={draw}>
      <Table
        caption={texts.responses.ranges(texts.responses.kinds[kind])}
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { title: texts.columns.range, cell: ({ name }) => name },
          {
            title: texts.columns.count,
            isNumber: true,
            cell: (row) => <Value value={row.count} print={count} href={row.href} />,
          },
          {
            title: texts.columns.percent,
            isNumber: true,
            cell: (row) => <Value value={row.percent} print={percent} href={row.href} />,
          },
        ]}
      />
    </Chart>
  );
}

function limits(kind: Kind, { from, to }: { from: number; to: number | null }): Conditions {
  const said = (name: string): Conditions => ({
    [`${name}From`]: String(from),
    ...(to !== null && { [`${name}To`]: String(to) }),
  });
  if (kind === 'firstResponse') return said('firstResponse');
  return kind === 'resolution' ? said('resolve') : {};
}
