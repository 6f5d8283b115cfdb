import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { grownHelpdesk, importGrown } from './grown-helpdesk.ts';
import { type RowsQuestion, rows, rowsQuestion } from './rows.ts';

// Small helpdesks have few conversations and many. Other files of the process have loaded, and load, the modules as they are.
vi.hoisted(() => vi.resetModules());
vi.mock('../../src/entities/conversation/most-few.ts', () => ({ mostFew: 3 }));
afterAll(() => {
  vi.doUnmock('../../src/entities/conversation/most-few.ts');
  vi.resetModules();
});

const desks = 40;
const questionsADesk = 12;

const query = `query (
  $period: PeriodInput, $activity: ConversationActivity! = TOUCHED, $filter: ReportFilterInput, $where: ConversationWhereInput,
  $timeZone: TimeZone, $orderBy: ConversationOrder! = CREATED_AT, $direction: SortOrder! = DESC, $first: Int! = 25, $after: String
) {
  conversations(
    period: $period, activity: $activity, filter: $filter, where: $where, timeZone: $timeZone, orderBy: $orderBy
    direction: $direction, first: $first, after: $after
  ) {
    totalCount
    nodes {
      id number url subject type channel status priority mailbox { id name } folderId customer { id name } assignee { id name }
      team { id name } tags { id name } createdAt closedAt waitingSince firstResponseAt firstResponseTime resolveTime repliesSent
      messagesReceived ratings { ratingId createdAt score value comment user { id name } conversation { id } }
    }
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface Page {
  totalCount: number;
  nodes: { id: string }[];
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

/** Turns all pages of a list, and checks of each what it says of itself. */
async function readAll(ask: Ask, question: RowsQuestion): Promise<{ total: number; nodes: object[] }> {
  const nodes: object[] = [];
  let after: string | null = null;
  for (;;) {
    const { body } = await ask(query, { ...question, after });
    expect(body.errors).toBeUndefined();
    const list = body.data?.['conversations'] as Page | undefined;
    if (!list) throw new Error('there is no list');
    const { totalCount, nodes: shown, edges, pageInfo } = list;
    nodes.push(...shown);
    expect(edges.map(({ node }) => node)).toEqual(shown.map(({ id }) => ({ id })));
    expect(pageInfo).toEqual({
      hasNextPage: nodes.length < totalCount,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    });
    if (!pageInfo.hasNextPage) return { total: totalCount, nodes };
    after = pageInfo.endCursor;
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
    questions: fc.array(rowsQuestion(desk), { minLength: questionsADesk, maxLength: questionsADesk }),
  }),
);

test('the pages of a list hold what the specification lists, conversation by conversation', async () => {
  let accounts = 0;
  const check = fc.asyncProperty(scenario, async ({ desk, past, visible, questions }) => {
    const accountId = `desk-${++accounts}`;
    await importGrown(database, accountId, { desk, ...past });
    const ask = clientOf(database, await tokenFor(database, accountId, { mailboxIds: visible ?? [] }));
    for (const question of questions) {
      const expected = rows(desk, question, visible);
      expect(await readAll(ask, question)).toEqual({ total: expected.length, nodes: expected });
    }
  });
  await fc.assert(check, { numRuns: desks });
}, 600_000);
