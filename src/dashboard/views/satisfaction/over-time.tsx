import { useMemo } from 'react';
import { Chart } from '../../charts/chart.tsx';
import { lineChart } from '../../charts/line-chart.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import type { Slice } from './slices.ts';

/** The score of each slice of the period; none where nobody has rated. */
export function OverTime({ slices }: { slices: readonly Slice[] }) {
  const { count, decimal, day, period } = useFormats();
  const draw = useMemo(
    () =>
      lineChart({
        labels: slices.map(({ startDate }) => day(startDate)),
        print: decimal,
        lines: [
          { className: 'first', values: slices.map(({ ratings, score }) => (ratings > 0 ? score : null)) },
        ],
      }),
    [slices, decimal, day],
  );
  return (
    <Chart draw={draw}>
      <Table
        caption={texts.satisfaction.overTime}
        rows={slices}
        keyOf={({ startDate }) => startDate}
        columns={[
          { title: texts.columns.days, cell: ({ startDate, endDate }) => period(startDate, endDate) },
          {
            title: texts.satisfaction.fields.score,
            isNumber: true,
            cell: ({ ratings, score }) => <Value value={ratings > 0 ? score : null} print={decimal} />,
          },
          {
            title: texts.satisfaction.fields.ratings,
            isNumber: true,
            cell: ({ ratings }) => <Value value={ratings} print={count} />,
          },
        ]}
      />
    </Chart>
  );
}
