import { type DocumentNode, type FieldNode, Kind, parse, print, visit } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { schema } from '../../src/schema/schema.ts';
import { examplesAt } from '../../src/server/examples.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importLines } from '../harness/import.ts';

const now = new Date('2026-02-15T00:00:00Z');
let database: Database;
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await importLines(database, generateHelpdesk({ conversations: 500, seed: 3, end: now, account: 'demo' }));
  ask = clientOf(database, await tokenFor(database, 'demo'));
});

afterAll(() => database.close());

const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
const zoned = fields
  .filter(({ name, args }) => name.endsWith('Report') && args.some((arg) => arg.name === 'timeZone'))
  .map(({ name }) => name);

/** Both zones change their clocks in it, on different days: the days that begin then do so at different instants. */
const period = { start: '2025-03-01T00:00:00Z', end: '2025-04-15T00:00:00Z' };

/** What reports tell of the hours or days of a clock alone: it is another in each of the two zones. */
const clocked: Record<string, string> = {
  activityReport: 'series(viewBy: DAY) { current { startDate } }',
  busyTimesReport: 'current { day hour count }',
  conversationsReport: 'busiestDay { day hour } busyTimeStart busyTimeEnd',
  responseTimesReport: 'series(viewBy: WEEK) { current { startDate } }',
  volumesByChannelReport: 'current { date }',
};

const zones = ['Pacific/Auckland', 'America/Los_Angeles'];

/** GraphiQL's question to a report, once in each of some zones. */
function questionIn(report: string, asked: readonly string[]): { query: string; variables: object } {
  const tab = examplesAt(now).find(({ query }) => query.includes(`  ${report}(`));
  if (!tab) throw new Error(`${report} has no tab`);
  const document: DocumentNode = visit(parse(tab.query), {
    OperationDefinition: (operation) => ({
      ...operation,
      selectionSet: {
        ...operation.selectionSet,
        selections: operation.selectionSet.selections.flatMap((field) =>
          asked.map((zone) => inZone(field as FieldNode, zone)),
        ),
      },
    }),
  });
  return { query: print(document), variables: { ...JSON.parse(tab.variables), period } };
}

function inZone(field: FieldNode, zone: string): FieldNode {
  const timeZone = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'timeZone' },
    value: { kind: Kind.STRING, value: zone },
  } as const;
  return {
    ...field,
    alias: { kind: Kind.NAME, value: zone.replace('/', '_') },
    arguments: [...(field.arguments ?? []), timeZone],
  };
}

test('there are reports that take a zone', () =>
  expect(zoned).toEqual(expect.arrayContaining(Object.keys(clocked))));

test.each(zoned)('%s tells two zones of one request apart', async (report) => {
  const together = questionIn(report, zones);
  const { body } = await ask(together.query, together.variables);
  expect(body.errors).toBeUndefined();
  const alone: Record<string, unknown> = {};
  for (const zone of zones) {
    const { query, variables } = questionIn(report, [zone]);
    Object.assign(alone, (await ask(query, variables)).body.data);
  }
  expect(body.data).toEqual(alone);
});

test.each(Object.entries(clocked))('%s asks the clock of its zone', async (report, selected) => {
  const [one, other] = zones.map((zone) => `${report}(period: $period, timeZone: "${zone}") { ${selected} }`);
  const { body } = await ask(`query ($period: PeriodInput!) { one: ${one} other: ${other} }`, { period });
  expect(body.errors).toBeUndefined();
  expect(body.data?.['one']).not.toEqual(body.data?.['other']);
});
