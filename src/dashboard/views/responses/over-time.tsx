import { useMemo } from 'react';
import type { Address } from '../../address/address.ts';
import { Chart } from '../../charts/chart.tsx';
import { Legend } from '../../charts/legend.tsx';
import { lineChart } from '../../charts/line-chart.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { bucketLabel } from '../bucket-label.ts';
import { rowsLink } from '../links.ts';
import { type Kind, rowsOf, type Series } from './kinds.ts';

/** Median and ninth decile of a length of time over the period, and the median before. */
export function OverTime({ address, kind, series }: { address: Address; kind: Kind; series: Series }) {
  const formats = useFormats();
  const { seconds } = formats;
  const { median, p90, before } = texts.responses.lines;
  const buckets = useMemo(
    () =>
      series.current.map(({ [kind]: stats, ...bucket }, index) => {
        const before = series.previous?.[index];
        return {
          label: bucketLabel(formats, series.viewBy, bucket.startDate),
          ...stats,
          before: before?.[kind].median ?? null,
          href: linkOf(address, kind, bucket),
          beforeHref: before && linkOf(address, kind, before),
        };
      }),
    [series, kind, address, formats],
  );
  const draw = useMemo(
    () =>
      lineChart({
        labels: buckets.map(({ label }) => label),
        print: seconds,
        unit: 'seconds',
        lines: [
          { className: 'first before', values: buckets.map((bucket) => bucket.before) },
          ...(['p90', 'median'] as const).map((field) => ({
            className: field === 'median' ? 'first' : 'second',
            values: buckets.map((bucket) => bucket[field]),
            titles: buckets.map((bucket) => `${bucket.label}: ${seconds(bucket[field] ?? 0)}`),
            hrefs: buckets.map(({ href }) => href),
          })),
        ],
      }),
    [buckets, seconds],
  );
  const entries = [['first', median] as const, ['second', p90] as const];
  return (
    <Chart
      draw={draw}
      legend={<Legend entries={series.previous ? [...entries, ['first before', before]] : entries} />}
    >
      <Table
        caption={texts.responses.overTime(texts.responses.kinds[kind])}
        rows={buckets}
        keyOf={({ href }) => href}
        columns={[
          { title: texts.columns.from, cell: ({ label }) => label },
          {
            title: median,
            isNumber: true,
            cell: (row) => <Value value={row.median} print={seconds} href={row.href} />,
          },
          {
            title: p90,
            isNumber: true,
            cell: (row) => <Value value={row.p90} print={seconds} href={row.href} />,
          },
          {
            title: before,
            isNumber: true,
            cell: (row) => <Value value={row.before} print={seconds} href={row.beforeHref} />,
          },
        ]}
      />
    </Chart>
  );
}

type Bucket = Pick<Series['current'][number], 'startDate' | 'endDate'>;

function linkOf(address: Address, kind: Kind, { startDate: start, endDate: end }: Bucket): string {
  return rowsLink(address, { ...rowsOf[kind], start, end });
}
