import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { at, senderOf } from '../harness/rest.ts';
import { grownHelpdesk, importGrown } from './grown-helpdesk.ts';
import { type RowsQuestion, rows, rowsQuestion } from './rows.ts';

const desks = 15;

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

/** A range without ends asks for any time at all: times are from 0 on. */
const fromOf = (range: { from?: number; to?: number } | undefined) =>
  range && range.from === undefined && range.to === undefined ? 0 : range?.from;

/** A question as query parameters. */
function parametersOf({ period, filter, where, first: _pages, ...others }: RowsQuestion) {
  const { firstResponseTime, resolveTime, responseTime, handleTime, ...conditions } = where ?? {};
  const given = {
    ...period,
    ...filter,
    ...conditions,
    ...others,
    firstResponseFrom: fromOf(firstResponseTime),
    firstResponseTo: firstResponseTime?.to,
    resolveFrom: fromOf(resolveTime),
    resolveTo: resolveTime?.to,
    responseFrom: fromOf(responseTime),
    responseTo: responseTime?.to,
    handleFrom: fromOf(handleTime),
    handleTo: handleTime?.to,
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]])),
  );
}

const formula = /^[=+\-@\t\r]/;
const cellOf = (value: unknown): string => {
  const text = value == null ? '' : String(value);
  return formula.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
};

const entities = ['mailbox', 'customer', 'assignee', 'team'] as const;

/** A conversation of the model as the cells of its row. */
function cellsOf(node: Record<string, unknown>): Record<string, string> {
  const { ratings: _list, tags, ...values } = node;
  for (const name of entities) {
    const entity = values[name] as { id: string; name: string | null } | null;
    delete values[name];
    Object.assign(values, { [`${name}Id`]: entity?.id, [`${name}Name`]: entity?.name });
  }
  const names = (tags as { name: string }[]).map(({ name }) => name).join('; ');
  return Object.fromEntries(
    Object.entries({ ...values, tags: names }).map(([name, value]) => [name, cellOf(value)]),
  );
}

const scenario = grownHelpdesk.chain((grown) =>
  fc.record({
    grown: fc.constant(grown),
    visible: fc.option(
      fc.subarray(
        grown.desk.mailboxes.map(({ id }) => id),
        { minLength: 1 },
      ),
      { nil: undefined },
    ),
    questions: fc.array(rowsQuestion(grown.desk), { minLength: 12, maxLength: 12 }),
  }),
);

test('an export has the conversations that the specification lists, all of them in order', async () => {
  let accounts = 0;
  const check = fc.asyncProperty(scenario, async ({ grown, visible, questions }) => {
    const accountId = `desk-${++accounts}`;
    await importGrown(database, accountId, grown);
    const token = await tokenFor(database, accountId, { mailboxIds: visible ?? [] });
    const send = senderOf(database, { authorization: `Bearer ${token}` });
    for (const question of questions) {
      const { status, text } = await send(at('/export/conversations.csv', parametersOf(question)));
      expect([status, text.slice(0, 10)]).toEqual([200, 'id,number,']);
      const expected = rows(grown.desk, question, visible) as unknown as Record<string, unknown>[];
      expect(parse(text, { columns: true, record_delimiter: '\r\n' })).toEqual(expected.map(cellsOf));
    }
  });
  await fc.assert(check, { numRuns: desks });
}, 600_000);
