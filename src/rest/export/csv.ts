import { stringify } from 'csv-stringify/sync';

type Cell = string | number | null | undefined;

/** What a row has in each column, by the names in the header row. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

const formula = /^[=+\-@\t\r]/;
const number = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** A text that a spreadsheet would take for a formula, with an apostrophe in front; numbers are none. */
function guarded(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text;
}

const options = { record_delimiter: '\r\n', cast: { string: guarded } };

/** Prints pages of rows as CSV (RFC 4180), each row with its line end: before the first page, or instead of it, the header row. */
export function csvPrinter<Row>(columns: Columns<Row>): (page: readonly Row[] | null) => string | null {
  const cellsOf = Object.values(columns);
  let header = stringify([Object.keys(columns)], options);
  return (page) => {
    const before = header;
    header = '';
    if (!page) return before || null;
    return (
      before +
      stringify(
        page.map((row) => cellsOf.map((cellOf) => cellOf(row))),
        options,
      )
    );
  };
}
