import type { Address } from '../../address/address.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Change } from '../../parts/change.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { rowsLink } from '../links.ts';
import { kinds, type Report, rowsOf } from './kinds.ts';

const rows = [...kinds, 'handle'] as const;
type Row = (typeof rows)[number];

/** Counts, means and percentiles of each length of time. */
export function StatsTable({ address, report: { current, deltas } }: { address: Address; report: Report }) {
  const { count, seconds } = useFormats();
  const number = (
    field: keyof Report['current']['handle'],
    print: (value: number) => string,
  ): Column<Row> => ({
    title: texts.responses.fields[field],
    isNumber: true,
    cell: (row) => <Value value={current[row][field]} print={print} href={rowsLink(address, rowsOf[row])} />,
  });
  return (
    <Table
      caption={texts.responses.stats}
      rows={rows}
      keyOf={(row) => row}
      columns={[
        { title: texts.columns.name, cell: (row) => texts.responses.kinds[row] },
        number('count', count),
        number('median', seconds),
        {
          title: texts.columns.change,
          isNumber: true,
          cell: (row) => <Change delta={deltas ? deltas[row].median : undefined} direction="less" />,
        },
        ...(['average', 'p90', 'p95', 'min', 'max'] as const).map((field) => number(field, seconds)),
      ]}
    />
  );
}
