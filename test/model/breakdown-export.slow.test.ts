import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { at, senderOf } from '../harness/rest.ts';
import { type BreakdownQuestion, type BreakdownRow, breakdown, breakdownQuestion } from './breakdown.ts';
import { grownHelpdesk, importGrown } from './grown-helpdesk.ts';

const desks = 15;
const allRows = 1000;

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

/** A question as query parameters. */
function parametersOf({ period, previous, filter, ...others }: BreakdownQuestion): Record<string, string> {
  const given = {
    ...period,
    ...(previous && { previousStart: previous.start, previousEnd: previous.end }),
    ...filter,
    ...others,
  };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

const formula = /^[=+\-@\t\r]/;
const textOf = (text: string | null): string =>
  text !== null && formula.test(text) && Number.isNaN(Number(text)) ? `'${text}` : (text ?? '');

/** A row of the model as its cells, figures as numbers. */
function cellsOf({ key, name, current, previous, deltas }: BreakdownRow): Record<string, unknown> {
  const prefixed = (prefix: string, figures: object | null) =>
    Object.entries(figures ?? {}).map(([figure, value]) => [
      `${prefix}${figure.charAt(0).toUpperCase()}${figure.slice(1)}`,
      value,
    ]);
  return {
    key: textOf(key),
    name: textOf(name),
    ...current,
    ...Object.fromEntries([...prefixed('previous', previous), ...prefixed('delta', deltas)]),
  };
}

const readCell = (text: string, { column }: { column: string | number }): string | number | null => {
  if (column === 'key' || column === 'name') return text;
  return text === '' ? null : Number(text);
};

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
    questions: fc.array(breakdownQuestion(grown.desk), { minLength: 12, maxLength: 12 }),
  }),
);

test('an export has the rows that the specification lists, all of them in order', async () => {
  let accounts = 0;
  const check = fc.asyncProperty(scenario, async ({ grown, visible, questions }) => {
    const accountId = `desk-${++accounts}`;
    await importGrown(database, accountId, grown);
    const token = await tokenFor(database, accountId, { mailboxIds: visible ?? [] });
    const send = senderOf(database, { authorization: `Bearer ${token}` });
    for (const question of questions) {
      const { status, text } = await send(at('/export/breakdown.csv', parametersOf(question)));
      expect([status, text.slice(0, 9)]).toEqual([200, 'key,name,']);
      const { rows } = breakdown(grown.desk, { first: allRows, ...question }, visible);
      const header = text.slice(0, text.indexOf('\r\n')).split(',');
      const read = parse(text, {
        columns: true,
        record_delimiter: '\r\n',
        cast: (cell, context) => (context.header ? cell : readCell(cell, context)),
      });
      expect(read).toEqual(rows.map(cellsOf));
      expect(header).toHaveLength(question.previous || question.compareTo ? 41 : 15);
    }
  });
  await fc.assert(check, { numRuns: desks });
}, 600_000);
