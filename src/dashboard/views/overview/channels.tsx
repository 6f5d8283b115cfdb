import { useMemo } from 'react';
import type { Address } from '../../address/address.ts';
import { barChart } from '../../charts/bar-chart.ts';
import { Chart } from '../../charts/chart.tsx';
import { Legend } from '../../charts/legend.tsx';
import { channelName } from '../../format/channel-name.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import { Change } from '../../parts/change.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { narrowedRowsLink } from '../links.ts';
import type { PartProps } from './parts.ts';

/** Chatwoot's words: colour and the statuses that each stands for. */
const states = [
  ['open', 'first', 'OPEN'],
  ['pending', 'second', 'PENDING'],
  ['snoozed', 'third', 'SNOOZED,ON_HOLD'],
  ['resolved', 'fourth', 'CLOSED'],
] as const;

type Props = PartProps<'channelSummaryReport'>;
type Report = Extract<Props['part'], { state: 'ready' }>['value'];
type Row = Report['current'][number];

/** The conversations created in the period, by channel and their status now. */
export function Channels({ part, address, retry }: Props) {
  return (
    <Box
      title={texts.overview.channels}
      part={part}
      retry={retry}
      isEmpty={({ current }) => current.length === 0}
    >
      {(report) => <ChannelChart report={report} address={address} />}
    </Box>
  );
}

function ChannelChart({ report: { current, deltas }, address }: { report: Report; address: Address }) {
  const { count } = useFormats();
  const draw = useMemo(
    () =>
      barChart(
        current.flatMap((row) => barsOf(row, address, count)),
        count,
        channelName,
      ),
    [current, address, count],
  );
  const number = (field: 'total' | (typeof states)[number][0], statuses?: string): Column<Row> => ({
    title: texts.states[field],
    isNumber: true,
    cell: (row) => <Value value={row[field]} print={count} href={linkOf(address, row.channel, statuses)} />,
  });
  return (
    <Chart
      draw={draw}
      legend={<Legend entries={states.map(([field, className]) => [className, texts.states[field]])} />}
    >
      <Table
        caption={texts.overview.channels}
        rows={current}
        keyOf={({ channel }) => channel}
        columns={[
          { title: texts.columns.channel, cell: ({ channel }) => channelName(channel) },
          ...states.map(([field, , statuses]) => number(field, statuses)),
          number('total'),
          {
            title: texts.columns.change,
            isNumber: true,
            cell: ({ channel }) => (
              <Change delta={deltas ? deltas.find((row) => row.channel === channel)?.total : undefined} />
            ),
          },
        ]}
      />
    </Chart>
  );
}

function barsOf(row: Row, address: Address, count: (value: number) => string) {
  return states.map(([field, className, statuses]) => ({
    name: row.channel,
    className,
    value: row[field],
    title: `${channelName(row.channel)}, ${texts.states[field]}: ${count(row[field])}`,
    href: linkOf(address, row.channel, statuses),
  }));
}

function linkOf(address: Address, channel: string, statuses?: string): string | undefined {
  const conditions = { activity: 'CREATED', ...(statuses && { statuses }) };
  return narrowedRowsLink(address, 'channels', channel, conditions);
}
