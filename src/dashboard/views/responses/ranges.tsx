import { useMemo } from 'react';
import type { Address } from '../../address/address.ts';
import { barChart } from '../../charts/bar-chart.ts';
import { Chart } from '../../charts/chart.tsx';
import { useFormats } from '../../format/use-formats.ts';
import { Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { rowsLink } from '../links.ts';
import { type Kind, type Report, rowsOf } from './kinds.ts';

interface RangesProps {
  readonly address: Address;
  readonly kind: Kind;
  readonly ranges: Report['current']['firstResponse']['ranges'];
  /** Lists of conversations know elapsed time alone: in office hours a range has no list. */
  readonly isElapsed: boolean;
}

/** How many took how long. */
export function Ranges({ address, kind, ranges, isElapsed }: RangesProps) {
  const { count, percent, seconds } = useFormats();
  const rows = useMemo(
    () =>
      ranges.map((range) => ({
        ...range,
        name:
          range.to === null ? `≥ ${seconds(range.from)}` : `${seconds(range.from)} – ${seconds(range.to)}`,
        href: isElapsed ? linkOf(address, kind, range) : undefined,
      })),
    [ranges, address, kind, isElapsed, seconds],
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

const parameters = { firstResponse: 'firstResponse', response: 'response', resolution: 'resolve' } as const;

function linkOf(address: Address, kind: Kind, { from, to }: { from: number; to: number | null }): string {
  const name = parameters[kind];
  return rowsLink(address, {
    ...rowsOf[kind],
    [`${name}From`]: String(from),
    ...(to !== null && { [`${name}To`]: String(to) }),
  });
}
