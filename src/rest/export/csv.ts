import { stringify } from 'csv-stringify/sync';
import type { PlacedRow } from '../../entities/conversation/query.ts';
import { formatInstant } from '../../period/instant.ts';
import { toInt } from '../../reporting/seconds.ts';

type Cell = string | number | null | undefined;
type Time = Parameters<typeof formatInstant>[0];

const time = (instant: Time | null): Cell => instant && formatInstant(instant);

/** The columns, by their names in the header row: the fields of the type Conversation that hold one value. */
const columns: Readonly<Record<string, (row: PlacedRow) => Cell>> = {
  id: ({ id }) => id,
  number: ({ number }) => number,
  url: ({ url }) => url,
  subject: ({ subject }) => subject,
  type: ({ type }) => type.toUpperCase(),
  channel: ({ channel }) => channel,
  status: ({ status }) => status.toUpperCase(),
  priority: ({ priority }) => priority?.toUpperCase(),
  mailboxId: ({ mailbox }) => mailbox.id,
  mailboxName: ({ mailbox }) => mailbox.name,
  folderId: ({ folderId }) => folderId,
  customerId: ({ customer }) => customer?.id,
  customerName: ({ customer }) => customer?.name,
  assigneeId: ({ assignee }) => assignee?.id,
  assigneeName: ({ assignee }) => assignee?.name,
  teamId: ({ team }) => team?.id,
  teamName: ({ team }) => team?.name,
  tags: ({ tags }) => tags.map(({ name }) => name).join('; '),
  createdAt: ({ createdAt }) => time(createdAt),
  closedAt: ({ closedAt }) => time(closedAt),
  waitingSince: ({ waitingSince }) => time(waitingSince),
  firstResponseAt: ({ firstResponseAt }) => time(firstResponseAt),
  firstResponseTime: ({ firstResponseSeconds }) => toInt(firstResponseSeconds),
  resolveTime: ({ resolveSeconds }) => toInt(resolveSeconds),
  repliesSent: ({ repliesSent }) => repliesSent,
  messagesReceived: ({ messagesReceived }) => messagesReceived,
};

const formula = /^[=+\-@\t\r]/;
const number = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** A text that a spreadsheet would take for a formula, with an apostrophe in front; numbers are none. */
function guarded(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text;
}

const cellsOf = Object.values(columns);
const options = { record_delimiter: '\r\n', cast: { string: guarded } };

/** The header row. */
export const headerRow = stringify([Object.keys(columns)], options);

/** Conversations as rows of CSV (RFC 4180), each with its line end. */
export function printedRows(rows: readonly PlacedRow[]): string {
  return stringify(
    rows.map((row) => cellsOf.map((cellOf) => cellOf(row))),
    options,
  );
}
