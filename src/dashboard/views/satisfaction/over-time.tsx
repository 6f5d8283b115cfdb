import { useMemo } from 'react';
import type { Address } from '../../address/address.ts';
import { Chart } from '../../charts/chart.tsx';
import { lineChart } from '../../charts/line-chart.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { ratedRows, rowsLink } from '../links.ts';
import type { Slice } from './slices.ts';

/** The score of each slice of the period; none where nobody has rated. */
export function OverTime({ address, slices }: { address: Address; slices: readonly Slice[] }) {
  const { count, decimal, day, period } = useFormats();
  const rows = useMemo(
    () =>
      slices.map(({ startDate: start, endDate: end, ratings, score }) => ({
        days: period(start, end),
        day: day(start),
        ratings,
        score: ratings > 0 ? score : null,
        href: rowsLink(address, { ...ratedRows, start, end }),
      })),
    [slices, address, period, day],
  );
  const draw = useMemo(
    () =>
      lineChart({
        labels: rows.map((row) => row.day),
        print: decimal,
        unit: 'score',
        lines: [
          {
            className: 'first',
            values: rows.map(({ score }) => score),
            titles: rows.map(({ days, score }) => `${days}: ${decimal(score ?? 0)}`),
            hrefs: rows.map(({ href }) => href),
          },
        ],
      }),
    [rows, decimal],
  );
  return (
    <Chart draw={draw}>
      <Table
        caption={texts.satisfaction.overTime}
        rows={rows}
        keyOf={({ href }) => href}
        columns={[
          { title: texts.columns.days, cell: ({ days }) => days },
          {
            title: texts.satisfaction.fields.score,
            isNumber: true,
            cell: ({ score, href }) => <Value value={score} print={decimal} href={href} />,
          },
          {
            title: texts.satisfaction.fields.ratings,
            isNumber: true,
            cell: ({ ratings, href }) => <Value value={ratings} print={count} href={href} />,
          },
        ]}
      />
    </Chart>
  );
}
