import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { grownHelpdesk, importGrown } from './grown-helpdesk.ts';
import { question } from './question.ts';
import { ratingList, type SatisfactionQuestion, satisfaction } from './satisfaction.ts';

const desks = 40;
const questionsADesk = 12;

const figures =
  'ratings great okay notGood greatPercent okayPercent notGoodPercent score avgValue customers ratedPercent';

const query = `query (
  $period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput, $timeZone: TimeZone
  $first: Int!, $after: String, $score: Satisfaction
) {
  report: satisfactionReport(period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone) {
    current { startDate endDate ${figures} } previous { startDate endDate ${figures} } deltas { ${figures} }
    list(first: $first, after: $after, score: $score) {
      totalCount
      nodes { ratingId createdAt score value comment user { id } conversation { id } }
      edges { cursor node { ratingId } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`;

interface List {
  totalCount: number;
  nodes: { ratingId: string }[];
  edges: { cursor: string; node: object }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

/** The report with all pages of its list joined; of each page is checked what it says of itself. */
async function readAll(ask: Ask, asked: SatisfactionQuestion): Promise<object> {
  const nodes: object[] = [];
  let after: string | null = null;
  for (;;) {
    const { body } = await ask(query, { ...asked, after });
    expect(body.errors).toBeUndefined();
    const answer = body.data?.['report'] as { list: List } | undefined;
    if (!answer) throw new Error('there is no report');
    const { list, ...report } = answer;
    nodes.push(...list.nodes);
    expect(list.edges.map(({ node }) => node)).toEqual(list.nodes.map(({ ratingId }) => ({ ratingId })));
    expect(list.pageInfo).toEqual({
      hasNextPage: nodes.length < list.totalCount,
      hasPreviousPage: after !== null,
      startCursor: list.edges[0]?.cursor ?? null,
      endCursor: list.edges.at(-1)?.cursor ?? null,
    });
    after = list.pageInfo.endCursor;
    if (!list.pageInfo.hasNextPage) return { ...report, total: list.totalCount, nodes };
  }
}

const scenario = grownHelpdesk.chain(({ desk, ...past }) =>
  fc.record({
    desk: fc.constant(desk),
    past: fc.constant(past),
    visible: fc.option(
      fc.subarray(
        desk.mailboxes.map(({ id }) => id),
        { minLength: 1 },
      ),
      { nil: undefined },
    ),
    questions: fc.array(
      fc
        .record({
          asked: question(desk),
          score: fc.option(fc.constantFrom('GREAT' as const, 'OKAY' as const, 'NOT_GOOD' as const)),
          first: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 3 })),
        })
        .map(({ asked, score, first }) => ({ ...asked, ...(score && { score }), first })),
      { minLength: questionsADesk, maxLength: questionsADesk },
    ),
  }),
);

test('satisfaction and its ratings are what the specification computes, rating by rating', async () => {
  let accounts = 0;
  const check = fc.asyncProperty(scenario, async ({ desk, past, visible, questions }) => {
    const accountId = `desk-${++accounts}`;
    await importGrown(database, accountId, { desk, ...past });
    const ask = clientOf(database, await tokenFor(database, accountId, { mailboxIds: visible ?? [] }));
    for (const asked of questions) {
      const nodes = ratingList(desk, asked, visible);
      const expected = { ...satisfaction(desk, asked, visible), total: nodes.length, nodes };
      expect(await readAll(ask, asked)).toEqual(expected);
    }
  });
  await fc.assert(check, { numRuns: desks });
}, 600_000);
