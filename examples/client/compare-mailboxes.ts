import type { ResultOf } from 'gql.tada';
import { ask, type Endpoint } from './ask.ts';
import { graphql } from './graphql.ts';

const compareMailboxes = graphql(`
  query CompareMailboxes($period: PeriodInput!) {
    mailboxes {
      name
      conversations(period: $period, compareTo: PREVIOUS_PERIOD) {
        current { totalConversations }
        previous { totalConversations }
        deltas { totalConversations }
      }
    }
  }
`);

type Mailbox = ResultOf<typeof compareMailboxes>['mailboxes'][number];

/** A table of all mailboxes: their conversations in a period, in the one before it, and the change in percent. */
export async function mailboxTable(
  endpoint: Endpoint,
  period: { start: string; end: string },
): Promise<string> {
  const { mailboxes } = await ask(endpoint, compareMailboxes, { period });
  const rows = [['Mailbox', 'Now', 'Before', 'Change'], ...mailboxes.map(rowOf)];
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  const line = (row: string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return rows.map((row) => `${line(row)}\n`).join('');
}

function rowOf({ name, conversations }: Mailbox): string[] {
  const { current, previous, deltas } = conversations ?? {};
  const change = deltas?.totalConversations;
  return [
    name,
    String(current?.totalConversations ?? '–'),
    String(previous?.totalConversations ?? '–'),
    change == null ? 'new' : `${change > 0 ? '+' : ''}${change.toFixed(1)} %`,
  ];
}
