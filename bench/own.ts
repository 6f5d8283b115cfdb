import { createSchema, createYoga } from 'graphql-yoga';
import type { Sources } from './cases.ts';
import { everythingOf, type Report } from './documents.ts';
import { type SqlClock, Stopwatch, type Times, timesOf } from './measure.ts';
import { periodsOf, type Question, variablesOf } from './question.ts';

/** A report asked again and again with nothing in between, as a busy server is. */
export interface Own {
  readonly name: string;
  readonly ours: Times;
  /** The part of `ours` during which no statement was under way. */
  readonly besidesSql: Times;
}

const runs = 300;

const reports: readonly Report[] = [
  'conversationsByStatusReport',
  'channelSummaryReport',
  'volumesByChannelReport',
  'userConversationHistoryReport',
  'conversationsReport',
];

/** How much of each report is not SQL, beside a bare field that sends one statement. */
export async function measureOwn(sources: Sources, clock: SqlClock): Promise<Own[]> {
  const sides = new Map<string, (question: Question) => Promise<unknown>>([
    ['a bare field over one statement', bareField(sources)],
    ...reports.map((report) => [`${report}, month`, askFor(sources, report)] as const),
  ]);
  const rows: Own[] = [];
  for (const [name, side] of sides) {
    process.stderr.write(`own part: ${name}\n`);
    const stopwatch = new Stopwatch(side, clock);
    const periods = periodsOf('month', sources.seed);
    for (let run = 0; run < 2 * runs; run++) {
      if (run === runs) stopwatch.reset();
      const { account, user } = sources.subject;
      await stopwatch.answer({ account, user, filter: {}, ...periods.next().value });
    }
    rows.push({ name, ours: timesOf(stopwatch.times), besidesSql: timesOf(stopwatch.besidesSql) });
  }
  return rows;
}

function askFor({ ask }: Sources, report: Report): (question: Question) => Promise<unknown> {
  const document = everythingOf(report);
  return async (question) => {
    const { body } = await ask(document, variablesOf(question));
    if (body.errors) throw new Error(`${report}: ${body.errors[0]?.message}`);
    return body;
  };
}

/** Yoga as it comes, with one field that nothing guards, checks or batches. */
function bareField({ target }: Sources): (question: Question) => Promise<unknown> {
  const { prisma } = target.database;
  const key = async (_parent: unknown, { account }: { account: number }): Promise<number | undefined> => {
    const [row] = await prisma.$queryRaw<{ key: number }[]>`select key from accounts where key = ${account}`;
    return row?.key;
  };
  const typeDefs = 'type Query { key(account: Int!): Int }';
  const yoga = createYoga({
    schema: createSchema({ typeDefs, resolvers: { Query: { key } } }),
    logging: false,
  });
  return async ({ account }) => {
    const response = await yoga.fetch('http://deskgraph.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'query ($account: Int!) { key(account: $account) }',
        variables: { account: account.key },
      }),
    });
    return response.json();
  };
}
