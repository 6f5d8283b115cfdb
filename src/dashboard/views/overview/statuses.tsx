import { useMemo } from 'react';
import type { Address } from '../../address/address.ts';
import { barChart } from '../../charts/bar-chart.ts';
import { Chart } from '../../charts/chart.tsx';
import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import { Change } from '../../parts/change.tsx';
import { Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { type Conditions, rowsLink } from '../links.ts';
import type { PartProps } from './parts.ts';

/** Each of Rocket.Chat's words: the field of its change, its colour, and the conversations that it stands for. */
const labels = {
  Open: { delta: 'open', className: 'first', rows: { statuses: 'OPEN', isAssigned: 'true' } },
  Queued: { delta: 'queued', className: 'second', rows: { statuses: 'OPEN', isAssigned: 'false' } },
  On_Hold: { delta: 'onHold', className: 'third', rows: { statuses: 'PENDING,SNOOZED,ON_HOLD' } },
  Closed: { delta: 'closed', className: 'fourth', rows: { statuses: 'CLOSED' } },
} as const;
type Label = keyof typeof labels;

type Props = PartProps<'conversationsByStatusReport'>;
type Report = Extract<Props['part'], { state: 'ready' }>['value'];

/** The conversations created in the period, by their status now. */
export function Statuses({ part, address, retry }: Props) {
  return (
    <Box
      title={texts.overview.statuses}
      part={part}
      retry={retry}
      isEmpty={({ current }) => current.total === 0}
    >
      {(report) => <StatusChart report={report} address={address} />}
    </Box>
  );
}

function StatusChart({ report: { current, deltas }, address }: { report: Report; address: Address }) {
  const { count } = useFormats();
  const rows = current.data.map(({ label, value }) => {
    const { delta, className, rows: conditions } = labels[label as Label];
    const href = linkOf(address, conditions);
    return { name: texts.statusLabels[label as Label], className, value, href, delta: deltas?.[delta] };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are made of nothing but these.
  const draw = useMemo(
    () =>
      barChart(
        rows.map((row) => ({ ...row, title: `${row.name}: ${count(row.value)}` })),
        count,
      ),
    [current, address, count],
  );
  const total = { name: texts.total, value: current.total, href: linkOf(address, {}), delta: deltas?.total };
  return (
    <Chart draw={draw}>
      <Table
        caption={texts.overview.statuses}
        rows={[...rows, total]}
        keyOf={({ name }) => name}
        columns={[
          { title: texts.columns.status, cell: ({ name }) => name },
          {
            title: texts.figures.conversations,
            isNumber: true,
            cell: ({ value, href }) => <Value value={value} print={count} href={href} />,
          },
          { title: texts.columns.change, isNumber: true, cell: ({ delta }) => <Change delta={delta} /> },
        ]}
      />
    </Chart>
  );
}

function linkOf(address: Address, conditions: Conditions): string {
  return rowsLink(address, { activity: 'CREATED', ...conditions });
}
