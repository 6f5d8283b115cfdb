import type { Prisma } from '../src/database/generated/client.ts';
import { timeZone } from '../src/generate/catalogue.ts';
import { shiftOnWallClock } from '../src/period/period.ts';
import type { Ask } from '../test/harness/app.ts';
import * as documents from './documents.ts';
import { entityFigures } from './floor/entities.ts';
import { history, officeHistory } from './floor/history.ts';
import { overallFigures, overallOfConversations, overallOfThreads } from './floor/overall.ts';
import * as small from './floor/small.ts';
import type { Case } from './measure.ts';
import type { Naive } from './naive.ts';
import * as naive from './naive.ts';
import {
  allLengths,
  type Entry,
  type Length,
  periodsOf,
  type Question,
  type QuestionFilter,
  variablesOf,
} from './question.ts';
import type { Target } from './target.ts';

/** What all cases are asked about. */
export interface Subject {
  readonly account: Entry;
  readonly user: Entry;
  readonly mailbox: Entry;
  readonly tag: Entry;
}

export interface Sources {
  readonly ask: Ask;
  readonly target: Target;
  readonly subject: Subject;
  readonly seed: number;
}

// With the 8 mailboxes, 30 users and 32 tags of the made-up helpdesk these are 200 entities.
const customersAsked = 130;

/** A report, and who answers for it. */
export interface Kind {
  readonly name: string;
  readonly document: string;
  readonly floor: readonly ((question: Question) => Prisma.Sql)[];
  readonly naive?: Naive;
  readonly lengths?: readonly Length[];
}

/** The five reports, and what each of them answers. */
export const reportKinds: readonly Kind[] = [
  {
    name: 'conversationsReport',
    document: documents.everythingOf('conversationsReport'),
    floor: [overallOfConversations, overallOfThreads],
  },
  {
    name: 'conversationsReport, figures alone',
    document: documents.figuresDocument,
    floor: [overallFigures],
    naive: naive.figures,
  },
  {
    name: 'volumesByChannelReport',
    document: documents.everythingOf('volumesByChannelReport'),
    floor: [small.volumesByChannel],
    naive: naive.volumesByChannel,
  },
  {
    name: 'userConversationHistoryReport',
    document: documents.everythingOf('userConversationHistoryReport'),
    floor: [history],
  },
  {
    name: 'channelSummaryReport',
    document: documents.everythingOf('channelSummaryReport'),
    floor: [small.channelSummary],
    naive: naive.channelSummary,
    // It refuses more than half a year.
    lengths: ['month', 'quarter'],
  },
  {
    name: 'conversationsByStatusReport',
    document: documents.everythingOf('conversationsByStatusReport'),
    floor: [small.conversationsByStatus],
    naive: naive.conversationsByStatus,
  },
];

/** Each report over each length of time with each filter. */
export function reportCases(sources: Sources): Case[] {
  return casesOf(sources, reportKinds, reportFilters(sources.subject));
}

/** The filters that they are asked with. */
export function reportFilters({
  mailbox,
  tag,
}: Pick<Subject, 'mailbox' | 'tag'>): [string, QuestionFilter][] {
  return [
    ['no filter', {}],
    ['a mailbox', { mailbox }],
    ['a tag', { tag }],
    ['a type and a mailbox', { type: 'email', mailbox }],
  ];
}

/** Kinds of questions over each of their lengths of time with each of some filters. */
export function casesOf(
  sources: Sources,
  kinds: readonly Kind[],
  filters: readonly [string, QuestionFilter][],
): Case[] {
  return kinds.flatMap((kind) =>
    (kind.lengths ?? allLengths).flatMap((length) =>
      filters.map(([filterName, filter]) => reportCase(sources, kind, length, filterName, filter)),
    ),
  );
}

function reportCase(
  sources: Sources,
  { name, document, floor, naive }: Kind,
  length: Length,
  filterName: string,
  filter: QuestionFilter,
): Case {
  const { prisma } = sources.target.database;
  return {
    name: `${name}, ${length}, ${filterName}`,
    questions: questionsOf(sources, length, filter),
    ours: async (question) => onlyFieldOf(await answerOf(sources, document, variablesOf(question))),
    floor: (question) => floorOf(sources, floor, question),
    naive: naive && ((question) => naive(prisma, question)),
  };
}

/** All reports in one request, many entities in one request, and a page that is hard to sort. */
export function togetherCases(sources: Sources): Case[] {
  return (['month', 'year'] as const).flatMap((length) => [
    allReports(sources, length),
    entities(sources, length),
    officePage(sources, length),
  ]);
}

function allReports(sources: Sources, length: Length): Case {
  return {
    name: `five reports in one request, ${length}, no filter`,
    questions: questionsOf(sources, length, {}),
    ours: (question) => {
      const { period, previous } = variablesOf(recentOf(question));
      const variables = { ...variablesOf(question), recent: period, beforeRecent: previous };
      return answerOf(sources, documents.allReportsDocument, variables);
    },
    floor: async (question) => {
      const answers = reportKinds
        .filter(({ name }) => !name.includes(','))
        .map(async ({ name, floor }) => {
          const asked = name === 'channelSummaryReport' ? recentOf(question) : question;
          return [name, await floorOf(sources, floor, asked)];
        });
      return Object.fromEntries(await Promise.all(answers));
    },
  };
}

/** Its last three months and the three before, or less where it is shorter. */
function recentOf(question: Question): Question {
  const { start, end } = question.current;
  const middle = shiftOnWallClock(end, { months: -3 }, timeZone);
  const before = shiftOnWallClock(middle, { months: -3 }, timeZone);
  if (middle.epochMilliseconds <= start.epochMilliseconds) return question;
  return { ...question, current: { start: middle, end }, previous: { start: before, end: middle } };
}

function entities(sources: Sources, length: Length): Case {
  const ids = Array.from({ length: customersAsked }, (_, index) => `c${index + 1}`);
  const document = documents.entitiesDocument(ids);
  return {
    name: `200 entities with conversations, ${length}, no filter`,
    questions: questionsOf(sources, length, {}),
    ours: (question) => answerOf(sources, document, variablesOf(question)),
    floor: async (question) => {
      const answer = await sources.target.send(entityFigures(question, ids));
      const { customers, ...lists } = answer as { customers: object };
      return { ...lists, ...customers };
    },
  };
}

function officePage(sources: Sources, length: Length): Case {
  return {
    name: `history by response time in office hours, ${length}, no filter`,
    questions: questionsOf(sources, length, {}),
    ours: async (question) =>
      onlyFieldOf(await answerOf(sources, documents.officePageDocument, variablesOf(question))),
    floor: (question) => floorOf(sources, [officeHistory], question),
  };
}

function* questionsOf(sources: Sources, length: Length, filter: QuestionFilter): Generator<Question, never> {
  const { account, user } = sources.subject;
  const periods = periodsOf(length, sources.seed);
  while (true) yield { account, user, filter, ...periods.next().value };
}

/** The statements' answers are parts of one object; they are sent at once. */
async function floorOf({ target }: Sources, statements: Kind['floor'], question: Question): Promise<object> {
  const answers = await Promise.all(statements.map((statement) => target.send(statement(question))));
  return Object.assign({}, ...answers);
}

export async function answerOf(
  { ask }: Pick<Sources, 'ask'>,
  query: string,
  variables: object,
): Promise<Record<string, unknown>> {
  const { body } = await ask(query, variables);
  if (!body.data || body.errors) throw new Error(`the service refused: ${JSON.stringify(body.errors)}`);
  return body.data;
}

function onlyFieldOf(data: Record<string, unknown>): unknown {
  return Object.values(data)[0];
}
