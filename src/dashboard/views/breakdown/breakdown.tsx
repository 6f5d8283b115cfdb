import { type Address, oneOf } from '../../address/address.ts';
import { channelName } from '../../format/channel-name.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import { Change } from '../../parts/change.tsx';
import { partOf } from '../../parts/part.ts';
import { type Column, Table } from '../../parts/table.tsx';
import { useView } from '../../parts/use-view.ts';
import { Link, Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { csvAddress } from '../csv/address.ts';
import { CsvButton } from '../csv/csv-button.tsx';
import { rowsLink } from '../links.ts';
import { useQuestion } from '../question.ts';
import { sortingOf } from '../sorting.ts';
import { type BreakdownView, dimensions, numberLink, rowLink } from './dimensions.ts';
import { type Field, fields, orders, type Report, type Row } from './fields.ts';
import { breakdownQuery } from './query.ts';

/** A row of the table: one of the dimension, or all conversations together. */
interface Line extends Omit<Row, 'key' | 'name'> {
  readonly id: string;
  readonly name: string;
  readonly nameHref: string | undefined;
  readonly numberHref: (column: (typeof fields)[number]) => string | undefined;
}

/** Figures by agent, mailbox, team, tag or channel. */
export function Breakdown({ address }: { address: Address }) {
  const view = address.view as BreakdownView;
  const variables = {
    ...useQuestion(address),
    by: dimensions[view].by,
    orderBy: oneOf(orders, address.own['orderBy'], 'CONVERSATIONS_TOUCHED'),
    direction: isByName(address) ? 'DESC' : oneOf(['ASC', 'DESC'], address.own['direction'], 'DESC'),
  } as const;
  const [result, retry] = useView(breakdownQuery, variables);
  return (
    <Box
      title={texts.breakdown.title(texts.views[view])}
      part={partOf(result, 'breakdownReport')}
      retry={retry}
      isEmpty={({ count }) => count === 0}
      width="whole"
    >
      {(report) => (
        <>
          <Lines address={address} view={view} report={report} />
          <p>
            <CsvButton name={`${view}.csv`} address={csvAddress('breakdown', variables)} />
          </p>
        </>
      )}
    </Box>
  );
}

function Lines({ address, view, report }: { address: Address; view: BreakdownView; report: Report }) {
  const { count, locale } = useFormats();
  const { rows, total } = report;
  // Of some of the rows an order by name would leave out names in between.
  const isWhole = report.count === rows.length;
  const inOrder = isWhole && isByName(address) ? sortedByName(address, view, locale, rows) : rows;
  const lines = inOrder.map(
    ({ key, ...row }): Line => ({
      ...row,
      id: `key ${key}`,
      name: nameOf(view, key, row.name),
      nameHref: rowLink(address, view, key),
      numberHref: (column) => numberLink(address, view, key, column),
    }),
  );
  const all: Line = {
    ...total,
    id: 'all',
    name: texts.total,
    nameHref: undefined,
    numberHref: ({ rows: conditions }) => rowsLink(address, conditions),
  };
  return (
    <>
      <Table
        caption={texts.breakdown.title(texts.views[view])}
        rows={[...lines, all]}
        keyOf={({ id }) => id}
        columns={useColumns(address, lines, isWhole)}
      />
      {report.count > rows.length && <p>{texts.breakdown.more(count(rows.length), count(report.count))}</p>}
    </>
  );
}

/** Names are sorted here, as the reader's language does: the report knows them by no order. */
const byName = 'NAME';

function isByName({ own }: Address): boolean {
  return own['orderBy'] === byName;
}

function sortedByName(
  address: Address,
  view: BreakdownView,
  locale: string,
  rows: readonly Row[],
): readonly Row[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const sign = address.own['direction'] === 'ASC' ? 1 : -1;
  const nameIn = ({ key, name }: Row): string => nameOf(view, key, name);
  return [...rows].sort((one, other) => sign * compare(nameIn(one), nameIn(other)));
}

function nameOf(view: BreakdownView, key: string | null, name: string | null): string {
  if (name !== null) return view === 'channels' ? channelName(name) : name;
  return key === '1' && view === 'tags' ? texts.untagged : (key ?? texts.breakdown.without[view]);
}

function useColumns(address: Address, lines: readonly Line[], isWhole: boolean): Column<Line>[] {
  const { count, seconds, decimal } = useFormats();
  const prints = { count, seconds, score: decimal };
  return [
    {
      title: texts.columns.name,
      ...(isWhole && { sorting: sortingOf(address, byName, 'CONVERSATIONS_TOUCHED', 'ASC') }),
      cell: ({ name, nameHref }) => (nameHref ? <Link href={nameHref}>{name}</Link> : name),
    },
    ...fields.map((column): Column<Line> => {
      const { field, orderBy, unit, direction } = column;
      const most = Math.max(0, ...lines.map(({ current }) => current[field] ?? 0));
      return {
        title: texts.figures[field],
        isNumber: true,
        sorting: sortingOf(address, orderBy, 'CONVERSATIONS_TOUCHED'),
        cell: (line) => (
          <>
            <Value value={line.current[field]} print={prints[unit]} href={line.numberHref(column)} />
            {unit === 'count' && line.id !== 'all' && <Bar value={line.current[field]} most={most} />}
            <Change delta={changeOf(line, field)} direction={direction} isInPoints={unit === 'score'} />
          </>
        ),
      };
    }),
  ];
}

function changeOf({ deltas }: Line, field: Field): number | null | undefined {
  return deltas ? deltas[field] : undefined;
}

/** How a number compares with the greatest of its column; the number itself says all to a reader. */
function Bar({ value, most }: { value: number | null; most: number }) {
  return <meter aria-hidden="true" min={0} max={Math.max(1, most)} value={value ?? 0} />;
}
