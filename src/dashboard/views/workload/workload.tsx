import type { Address } from '../../address/address.ts';
import type { FilterList } from '../../address/choices.ts';
import { channelName } from '../../format/channel-name.ts';
import { useFormats } from '../../format/use-formats.ts';
import type { ResultOf } from '../../graphql.ts';
import { Box } from '../../parts/box.tsx';
import { Figures } from '../../parts/figure.tsx';
import { mapPart, partOf, type ValueOf } from '../../parts/part.ts';
import { Table } from '../../parts/table.tsx';
import { useView } from '../../parts/use-view.ts';
import { Link, Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { type Conditions, narrowedRowsLink, rowsLink } from '../links.ts';
import { useQuestion } from '../question.ts';
import { figures, waitingRows } from './figures.ts';
import { workloadQuery } from './query.ts';

type Row = ValueOf<ResultOf<typeof workloadQuery>, 'rows'>['agents'][number];

const lists = [
  ['agents', 'assignees'],
  ['mailboxes', 'mailboxes'],
  ['teams', 'teams'],
  ['channels', 'channels'],
] as const satisfies readonly (readonly [string, FilterList])[];

/** How things stand now, whatever the period. */
export function Workload({ address }: { address: Address }) {
  const { filter } = useQuestion(address);
  const [result, retry] = useView(workloadQuery, { filter });
  const { count, instant } = useFormats();
  return (
    <>
      <Box title={texts.workload.now} part={partOf(result, 'workloadReport')} retry={retry} width="whole">
        {(report) => (
          <>
            <Figures
              figures={figures.map(([field, conditions]) => ({
                name: texts.workload.figures[field],
                value: report[field],
                print: count,
                href: rowsLink(address, conditions),
              }))}
            />
            {report.oldestWaitingSince && (
              <p>
                {texts.workload.oldest}{' '}
                <Link href={rowsLink(address, waitingRows)}>
                  <time dateTime={report.oldestWaitingSince}>{instant(report.oldestWaitingSince)}</time>
                </Link>
              </p>
            )}
          </>
        )}
      </Box>
      {lists.map(([list, filterList]) => (
        <Box
          key={list}
          title={texts.workload.by[list]}
          part={mapPart(partOf(result, 'rows'), (report) => report[list])}
          retry={retry}
          isEmpty={(rows) => rows.length === 0}
          width="whole"
        >
          {(rows) => <Rows address={address} rows={rows} title={texts.workload.by[list]} list={filterList} />}
        </Box>
      ))}
    </>
  );
}

function Rows({
  address,
  rows,
  title,
  list,
}: {
  address: Address;
  rows: readonly Row[];
  title: string;
  list: FilterList;
}) {
  const { count, instant } = useFormats();
  const link = ({ key }: Row, conditions: Conditions): string | undefined => {
    if (key !== null) return narrowedRowsLink(address, list, key, conditions);
    return list === 'assignees' ? rowsLink(address, { ...conditions, isAssigned: 'false' }) : undefined;
  };
  const nameOf = (name: string | null): string => {
    if (name === null) return texts.workload.none;
    return list === 'channels' ? channelName(name) : name;
  };
  return (
    <Table
      caption={title}
      rows={rows}
      keyOf={({ key }) => `key ${key}`}
      columns={[
        { title: texts.columns.name, cell: ({ key, name }) => nameOf(name ?? key) },
        ...figures.map(([field, conditions]) => ({
          title: texts.workload.figures[field],
          isNumber: true,
          cell: (row: Row) => <Value value={row[field]} print={count} href={link(row, conditions)} />,
        })),
        {
          title: texts.columns.waitingSince,
          cell: ({ oldestWaitingSince: at }) => (at ? <time dateTime={at}>{instant(at)}</time> : texts.none),
        },
      ]}
    />
  );
}
