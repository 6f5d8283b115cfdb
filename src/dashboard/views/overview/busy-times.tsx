import { useMemo } from 'react';
import type { Address } from '../../address/address.ts';
import { Chart } from '../../charts/chart.tsx';
import { heatMap } from '../../charts/heat-map.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import type { ValueOf } from '../../parts/part.ts';
import { Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { rowsLink } from '../links.ts';
import type { Answer, PartProps } from './parts.ts';

type Hours = ValueOf<Answer, 'busyTimesReport'>['current'];

const days = [1, 2, 3, 4, 5, 6, 7];
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** When conversations came in: each hour of the week. */
export function BusyTimes({ part, address, retry }: PartProps<'busyTimesReport'>) {
  return (
    <Box
      title={texts.overview.busyTimes}
      part={part}
      retry={retry}
      isEmpty={({ current }) => current.every(({ count }) => count === 0)}
      width="whole"
    >
      {({ current }) => <HourMap address={address} cells={current} />}
    </Box>
  );
}

function HourMap({ address, cells }: { address: Address; cells: Hours }) {
  const { count, weekday, hour } = useFormats();
  const draw = useMemo(
    () =>
      heatMap({
        weekday,
        hour,
        cells: cells.map((cell) => ({
          ...cell,
          title: `${weekday(cell.day)}, ${hour(cell.hour)}: ${count(cell.count)}`,
          href: linkOf(address, cell),
        })),
      }),
    [cells, address, count, weekday, hour],
  );
  const cellAt = (day: number, at: number) => cells.find((cell) => cell.day === day && cell.hour === at);
  return (
    <Chart draw={draw}>
      <Table
        caption={texts.overview.busyTimes}
        rows={days}
        keyOf={(day) => String(day)}
        columns={[
          { title: texts.columns.weekday, cell: weekday },
          ...hours.map((at) => ({
            title: hour(at),
            isNumber: true,
            cell: (day: number) => (
              <Value value={cellAt(day, at)?.count} print={count} href={linkOf(address, { day, hour: at })} />
            ),
          })),
        ]}
      />
    </Chart>
  );
}

function linkOf(address: Address, { day, hour }: { day: number; hour: number }): string {
  const within = { weekday: String(day), hourFrom: String(hour), hourTo: String(hour + 1) };
  return rowsLink(address, { activity: 'CREATED', ...within });
}
