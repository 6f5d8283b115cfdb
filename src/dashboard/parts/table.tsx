import type { ReactNode } from 'react';
import { Link } from './value.tsx';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Aligned like a number. */
  readonly isNumber?: boolean;
  /** Where a click on the title leads, and how the table is sorted by this column now. */
  readonly sorting?: { readonly href: string; readonly now: 'ascending' | 'descending' | undefined };
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string;
}

/** A table whose first column says what its rows are about. Where the page is narrow it scrolls by itself. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>) {
  const [head, ...rest] = columns;
  if (!head) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <div className="scroll" tabIndex={0}>
      <table>
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Title key={column.title} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              <th scope="row">{head.cell(row)}</th>
              {rest.map(({ title, cell, isNumber }) => (
                <td key={title} className={isNumber ? 'number' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Title<Row>({ column: { title, isNumber, sorting } }: { column: Column<Row> }) {
  return (
    <th scope="col" className={isNumber ? 'number' : undefined} aria-sort={sorting?.now}>
      {sorting ? <Link href={sorting.href}>{title}</Link> : title}
    </th>
  );
}
