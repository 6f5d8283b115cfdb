import type { Address } from '../../address/address.ts';
import { useFormats } from '../../format/use-formats.ts';
import type { ResultOf } from '../../graphql.ts';
import { Change } from '../../parts/change.tsx';
import type { ValueOf } from '../../parts/part.ts';
import { Table } from '../../parts/table.tsx';
import { Link, Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { ratedRows, rowsLink, viewLink } from '../links.ts';
import type { satisfactionQuery } from './query.ts';

type Row = ValueOf<ResultOf<typeof satisfactionQuery>, 'breakdownReport'>['rows'][number];

/** The score of each agent who was rated. */
export function Agents({ address, rows }: { address: Address; rows: readonly Row[] }) {
  const { count, decimal } = useFormats();
  // No list has the conversations of ratings that name nobody.
  const ratingsOf = ({ key }: Row): string | undefined =>
    key === null ? undefined : rowsLink(address, { ...ratedRows, ratedUser: key });
  return (
    <Table
      caption={texts.satisfaction.byAgent}
      rows={rows}
      keyOf={({ key }) => `key ${key}`}
      columns={[
        {
          title: texts.columns.name,
          cell: ({ key, name }) =>
            key === null ? (
              texts.satisfaction.nobody
            ) : (
              <Link href={viewLink(address, 'history', { user: key })}>{name ?? key}</Link>
            ),
        },
        {
          title: texts.satisfaction.fields.score,
          isNumber: true,
          cell: (row) => (
            <Value value={row.current.satisfactionScore} print={decimal} href={ratingsOf(row)} />
          ),
        },
        {
          title: texts.columns.points,
          isNumber: true,
          cell: ({ deltas }) => (
            <Change delta={deltas ? deltas.satisfactionScore : undefined} direction="more" isInPoints />
          ),
        },
        {
          title: texts.satisfaction.fields.ratings,
          isNumber: true,
          cell: (row) => <Value value={row.current.ratings} print={count} href={ratingsOf(row)} />,
        },
      ]}
    />
  );
}
