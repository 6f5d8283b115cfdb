import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { type Events, eventsQuery, eventsWithRows } from './every-event.ts';
import { type Numbers, type NumberWithRows, numbersQuery, numbersWithRows } from './every-number.ts';
import { grownHelpdesk, importGrown } from './grown-helpdesk.ts';
import { type Question, question } from './question.ts';

const desks = 25;
const questionsADesk = 4;

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

type Totals = Record<string, { totalCount: number } | undefined>;

/** Counts the rows behind each number, all in one request. */
async function countRows(ask: Ask, numbers: readonly NumberWithRows[]): Promise<(number | undefined)[]> {
  const types = {
    period: 'PeriodInput',
    activity: 'ConversationActivity! = TOUCHED',
    filter: 'ReportFilterInput',
    where: 'ConversationWhereInput',
    timeZone: 'TimeZone',
  };
  const declared = numbers.flatMap((_, index) =>
    Object.entries(types).map(([name, type]) => `$${name}${index}: ${type}`),
  );
  const named = Object.keys(types);
  const fields = numbers.map((_, index) => {
    const args = named.map((name) => `${name}: $${name}${index}`).join(', ');
    return `n${index}: conversations(${args}) { totalCount }`;
  });
  const variables = numbers.flatMap(({ rows }, index) =>
    Object.entries(rows).map(([name, value]) => [`${name}${index}`, value]),
  );
  const { body } = await ask(
    `query (${declared.join(', ')}) { ${fields.join(' ')} }`,
    Object.fromEntries(variables),
    {},
  );
  expect(body.errors).toBeUndefined();
  return numbers.map((_, index) => (body.data as Totals)[`n${index}`]?.totalCount);
}

async function eventsOf(ask: Ask, { period, filter }: Question): Promise<Events> {
  const { body } = await ask(eventsQuery, { period, ...(filter && { filter }) });
  expect(body.errors).toBeUndefined();
  return body.data as unknown as Events;
}

/** How many conversations there have to be: of what happened, any that are at all possible. */
function countOf({ number, isOfEvents }: NumberWithRows, counted: number | undefined): number {
  if (!isOfEvents || counted === undefined) return number;
  return Math.min(Math.max(counted, Math.min(number, 1)), number);
}

const scenario = grownHelpdesk.chain(({ desk, ...past }) =>
  fc.record({
    desk: fc.constant(desk),
    past: fc.constant(past),
    user: fc.constantFrom(...desk.users.map(({ id }) => id)),
    visible: fc.option(
      fc.subarray(
        desk.mailboxes.map(({ id }) => id),
        { minLength: 1 },
      ),
      { nil: undefined },
    ),
    questions: fc.array(question(desk), { minLength: questionsADesk, maxLength: questionsADesk }),
  }),
);

test('every number that a report answers with has as many conversations behind it', async () => {
  let accounts = 0;
  let compared = 0;
  const check = fc.asyncProperty(scenario, async ({ desk, past, user, visible, questions }) => {
    const accountId = `desk-${++accounts}`;
    await importGrown(database, accountId, { desk, ...past });
    const ask = clientOf(database, await tokenFor(database, accountId, { mailboxIds: visible ?? [] }), {
      MAX_COST: '10000000',
    });
    for (const asked of questions) {
      const { body } = await ask(numbersQuery, { ...asked, user });
      expect(body.errors).toBeUndefined();
      const numbers = [
        ...numbersWithRows(asked, user, body.data as unknown as Numbers),
        ...eventsWithRows(asked, await eventsOf(ask, asked)),
      ];
      compared += numbers.length;
      const counts = await countRows(ask, numbers);
      expect(counts).toEqual(numbers.map((number, index) => countOf(number, counts[index])));
    }
  });
  await fc.assert(check, { numRuns: desks });
  process.stdout.write(`${compared} numbers have as many conversations behind them\n`);
  expect(compared).toBeGreaterThan(desks * questionsADesk * 5);
}, 600_000);
