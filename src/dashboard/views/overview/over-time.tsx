import { useMemo } from 'react';
import type { Address } from '../../address/address.ts';
import { Chart } from '../../charts/chart.tsx';
import { Legend } from '../../charts/legend.tsx';
import { lineChart } from '../../charts/line-chart.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import type { ValueOf } from '../../parts/part.ts';
import { type Column, Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { bucketLabel } from '../bucket-label.ts';
import { rowsLink } from '../links.ts';
import type { Answer, PartProps } from './parts.ts';

type Series = ValueOf<Answer, 'overTime'>['series'];

/** The lines: field, colour and the conversations behind a place of it. */
const lines = [
  ['conversationsCreated', 'first', 'CREATED'],
  ['resolutions', 'second', 'CLOSED'],
] as const;
type Field = (typeof lines)[number][0];

/** What came in and what was done over the period, and both of the comparison behind it. */
export function OverTime({ part, address, retry }: PartProps<'overTime'>) {
  return (
    <Box
      title={texts.overview.overTime}
      part={part}
      retry={retry}
      isEmpty={({ series }) =>
        series.current.every((bucket) => lines.every(([field]) => bucket[field] === 0))
      }
      width="whole"
    >
      {({ series }) => <SeriesChart address={address} series={series} />}
    </Box>
  );
}

function SeriesChart({ address, series }: { address: Address; series: Series }) {
  const formats = useFormats();
  const { count } = formats;
  const buckets = useMemo(
    () =>
      series.current.map((bucket) => ({
        ...bucket,
        label: bucketLabel(formats, series.viewBy, bucket.startDate),
      })),
    [series, formats],
  );
  const draw = useMemo(
    () =>
      lineChart({
        labels: buckets.map(({ label }) => label),
        print: count,
        unit: 'count',
        lines: [
          ...lines.map(([field, className]) => ({
            className: `${className} before`,
            values: buckets.map((_, index) => series.previous?.[index]?.[field] ?? null),
          })),
          ...lines.map(([field, className]) => ({
            className,
            values: buckets.map((bucket) => bucket[field]),
            titles: buckets.map(
              (bucket) => `${bucket.label}, ${texts.figures[field]}: ${count(bucket[field])}`,
            ),
            hrefs: buckets.map((bucket) => linkOf(address, field, bucket)),
          })),
        ],
      }),
    [buckets, series, address, count],
  );
  const { previous } = series;
  const now = lines.map(
    ([field]): Column<(typeof buckets)[number]> => ({
      title: texts.figures[field],
      isNumber: true,
      cell: (bucket) => <Value value={bucket[field]} print={count} href={linkOf(address, field, bucket)} />,
    }),
  );
  const before = lines.map(
    ([field]): Column<(typeof buckets)[number]> => ({
      title: texts.overview.before[field],
      isNumber: true,
      cell: (bucket) => {
        const own = previous?.[buckets.indexOf(bucket)];
        return <Value value={own?.[field]} print={count} href={own && linkOf(address, field, own)} />;
      },
    }),
  );
  return (
    <Chart draw={draw} legend={<Legend entries={legendOf(previous !== null)} />}>
      <Table
        caption={texts.overview.overTime}
        rows={buckets}
        keyOf={({ startDate }) => startDate}
        columns={[
          { title: texts.columns.from, cell: ({ label }) => label },
          ...now,
          ...(previous ? before : []),
        ]}
      />
    </Chart>
  );
}

function legendOf(isCompared: boolean): [string, string][] {
  const now = lines.map(([field, className]): [string, string] => [className, texts.figures[field]]);
  const before = lines.map(([field, className]): [string, string] => [
    `${className} before`,
    texts.overview.before[field],
  ]);
  return isCompared ? [...now, ...before] : now;
}

type Bucket = Pick<Series['current'][number], 'startDate' | 'endDate'>;

function linkOf(address: Address, field: Field, { startDate, endDate }: Bucket): string {
  const activity = lines.find(([name]) => name === field)?.[2] ?? 'TOUCHED';
  return rowsLink(address, { activity, start: startDate, end: endDate });
}
