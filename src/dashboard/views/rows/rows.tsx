import { type Address, oneOf } from '../../address/address.ts';
import { channelName } from '../../format/channel-name.ts';
import { useFormats } from '../../format/use-formats.ts';
import type { ResultOf } from '../../graphql.ts';
import { Box } from '../../parts/box.tsx';
import { Pages } from '../../parts/pages.tsx';
import { partOf } from '../../parts/part.ts';
import { SourceLink } from '../../parts/source-link.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { useView } from '../../parts/use-view.ts';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { CsvButton } from '../csv/csv-button.tsx';
import { useQuestion } from '../question.ts';
import { sortingOf } from '../sorting.ts';
import { csvOf, type orders, rowsVariables, statuses } from './conditions.ts';
import { Described } from './described.tsx';
import { rowsQuery } from './query.ts';

type List = NonNullable<ResultOf<typeof rowsQuery>['conversations']>;
type Row = List['nodes'][number];

/** The conversations behind a number. */
export function Rows({ address }: { address: Address }) {
  const variables = rowsVariables(address, useQuestion(address));
  const [result, retry] = useView(rowsQuery, variables);
  const { count } = useFormats();
  return (
    <Box title={texts.rows.title} part={partOf(result, 'conversations')} retry={retry} width="whole">
      {(list) => (
        <>
          <Described
            variables={variables}
            named={address.own['named']}
            customer={list.nodes[0]?.customer?.name}
          />
          <p>
            <Value value={list.totalCount} print={count} /> {texts.rows.conversations}{' '}
            <CsvButton name="conversations.csv" address={csvOf(variables)} />
          </p>
          {list.nodes.length === 0 ? (
            <p className="nothing">{texts.nothing}</p>
          ) : (
            <RowTable address={address} rows={list.nodes} />
          )}
          <Pages address={address} pageInfo={list.pageInfo} />
        </>
      )}
    </Box>
  );
}

function RowTable({ address, rows }: { address: Address; rows: readonly Row[] }) {
  const { seconds, instant } = useFormats();
  const sorting = (field: (typeof orders)[number]) => sortingOf(address, field, 'CREATED_AT');
  const at = (
    title: string,
    field: 'createdAt' | 'closedAt' | 'waitingSince',
    order: (typeof orders)[number],
  ): Column<Row> => ({
    title,
    sorting: sorting(order),
    cell: (row) => {
      const value = row[field];
      return value ? <time dateTime={value}>{instant(value)}</time> : texts.none;
    },
  });
  const duration = (
    title: string,
    field: 'firstResponseTime' | 'resolveTime',
    order: (typeof orders)[number],
  ): Column<Row> => ({
    title,
    isNumber: true,
    sorting: sorting(order),
    cell: (row) => <Value value={row[field]} print={seconds} />,
  });
  const { columns } = texts;
  return (
    <Table
      caption={texts.rows.title}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { title: columns.number, sorting: sorting('NUMBER'), cell: ({ number }) => `#${number}` },
        { title: columns.subject, cell: (row) => <SourceLink conversation={row} /> },
        { title: columns.customer, cell: ({ customer }) => customer?.name ?? texts.none },
        { title: columns.mailbox, cell: ({ mailbox }) => mailbox.name },
        { title: columns.channel, cell: ({ channel }) => channelName(channel) },
        {
          title: columns.status,
          cell: ({ status }) => texts.statuses[oneOf(statuses, status, 'CLOSED')],
        },
        { title: columns.assignee, cell: ({ assignee }) => assignee?.name ?? texts.none },
        at(columns.created, 'createdAt', 'CREATED_AT'),
        at(columns.closed, 'closedAt', 'CLOSED_AT'),
        at(columns.waitingSince, 'waitingSince', 'WAITING_SINCE'),
        duration(texts.responses.kinds.firstResponse, 'firstResponseTime', 'FIRST_RESPONSE_TIME'),
        duration(texts.responses.kinds.resolution, 'resolveTime', 'RESOLVE_TIME'),
      ]}
    />
  );
}
