import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { type Answer, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { historyQuery } from '../harness/history.ts';
import { importLines, importRecords } from '../harness/import.ts';
import { overallQuery, volumesQuery } from '../harness/overall.ts';

const end = new Date('2026-01-01T00:00:00Z');
const lines = [...generateHelpdesk({ conversations: 200, seed: 11, end, days: 400, account: 'acme' })];

const workdays = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));
const accountOf = (more: object): object => ({
  ...{ type: 'account', id: 'acme', name: 'acme', timeZone: 'Europe/Paris', plan: 'PRO' },
  ...{ officeHours: { enabled: true, days: workdays } },
  ...more,
});
const before = accountOf({});

/** What an import makes of the account after a request was let in. */
const changes: Record<string, object> = {
  'the zone': accountOf({ timeZone: 'Pacific/Auckland' }),
  'the office hours': accountOf({
    officeHours: { enabled: true, days: workdays.slice(0, 3), closedDays: ['2025-06-02'] },
  }),
  'the plan': accountOf({ plan: 'STANDARD' }),
  'the zone, the office hours and the plan': accountOf({
    timeZone: 'America/New_York',
    plan: 'PLUS',
    officeHours: { enabled: true, days: [{ day: 1, from: '00:00', to: '24:00' }] },
  }),
};

const period = { start: '2025-02-03T03:00:00Z', end: '2025-11-20T17:00:00Z' };
const year = { start: '2025-01-01T05:00:00Z', end: '2025-12-01T05:00:00Z' };
const summer = { start: '2025-04-01T05:00:00Z', end: '2025-09-01T05:00:00Z' };

const figures = 'startDate endDate totalConversations newConversations customers';
const compared = `conversations(period: $period, compareTo: PREVIOUS_YEAR) { current { ${figures} } previous { ${figures} } }`;
const statusQuery = `query ($period: PeriodInput!) {
  report: conversationsByStatusReport(period: $period, compareTo: PREVIOUS_PERIOD) {
    current { data { label value } } previous { data { label value } }
  }
}`;
const channelsQuery = `query ($period: PeriodInput!) {
  report: channelSummaryReport(period: $period, compareTo: PREVIOUS_PERIOD) {
    current { channel open resolved pending snoozed } previous { channel open resolved pending snoozed }
  }
}`;
const entityQuery = (field: string): string => `query ($period: PeriodInput!) { ${field} }`;

const questions: Record<string, readonly [query: string, variables: object]> = {
  'the overall report': [overallQuery, { period, compareTo: 'PREVIOUS_YEAR' }],
  'the overall report of another zone': [
    overallQuery,
    { period, compareTo: 'PREVIOUS_PERIOD', timeZone: 'UTC' },
  ],
  'volumes by channel': [volumesQuery, { period: year, compareTo: 'PREVIOUS_YEAR', viewBy: 'MONTH' }],
  'the history of a user': [historyQuery, { user: 'u1', period, compareTo: 'PREVIOUS_YEAR' }],
  'the history of a user in office hours': [
    historyQuery,
    { user: 'u1', period: year, compareTo: 'PREVIOUS_YEAR', officeHours: true, sortField: 'RESPONSE_TIME' },
  ],
  'the channel summary': [channelsQuery, { period: summer }],
  'conversations by status': [statusQuery, { period: year }],
  mailboxes: [entityQuery(`mailboxes { id ${compared} }`), { period }],
  users: [entityQuery(`users { id ${compared} }`), { period }],
  teams: [entityQuery(`teams { id ${compared} }`), { period }],
  tags: [entityQuery(`tags { id ${compared} }`), { period }],
  customers: [entityQuery(`customers(first: 100) { edges { node { id ${compared} } } }`), { period }],
  'customers over whole days': [
    entityQuery(`customers(first: 100) { edges { node { id ${compared} } } }`),
    { period: { start: '2025-02-02T23:00:00Z', end: '2025-06-30T22:00:00Z' } },
  ],
  'the account': ['{ account { name timeZone plan officeHoursEnabled } }', {}],
};

/** The database, which lets nobody see the answer of one of the statements, counted from 1, before `pause` has ended. */
function pausedAt(database: Database, statement: number, pause: () => Promise<void>): Database {
  let asked = 0;
  const read: Database['read'] = async (query) => {
    asked += 1;
    const isPaused = asked === statement;
    const rows = await database.read(query);
    if (isPaused) await pause();
    return rows;
  };
  return { ...database, read };
}

let database: Database;
let token: string;

beforeAll(async () => {
  database = await freshDatabase();
  await importLines(database, lines);
  token = await tokenFor(database, 'acme');
}, 120_000);

afterAll(() => database.close());

const become = async (account: object): Promise<void> => {
  await importRecords(database, [account]);
  await refreshRollups(database);
};

type Answers = Map<string, Answer>;

async function answersOf(ask: (query: string, variables: object) => Promise<Answer>): Promise<Answers> {
  const answers = Object.entries(questions).map(
    async ([name, question]) => [name, await ask(...question)] as const,
  );
  return new Map(await Promise.all(answers));
}

/** The answers to all questions, of which each has had so many statements, or its end, when the account changes. */
async function answersAround(statement: number, change: () => Promise<void>): Promise<Answers> {
  let left = Object.keys(questions).length;
  let changed = (): void => {};
  const isChanged = new Promise<void>((resolve) => {
    changed = resolve;
  });
  const arrive = async (): Promise<void> => {
    left -= 1;
    if (left === 0) await change().finally(changed);
  };
  return answersOf(async (query, variables) => {
    let hasArrived = false;
    const paused = pausedAt(database, statement, async () => {
      hasArrived = true;
      await arrive();
      await isChanged;
    });
    const answer = await clientOf(paused, token)(query, variables);
    if (!hasArrived) await arrive();
    return answer;
  });
}

test.each(Object.entries(changes))(
  'every answer is of one state of the account while an import changes %s',
  async (_, after) => {
    await become(after);
    const now = await answersOf(clientOf(database, token));
    for (const statement of [1, 2]) {
      await become(before);
      const then = await answersOf(clientOf(database, token));
      expect([...then.values()].flatMap(({ body }) => body.errors ?? [])).toEqual([]);
      const answers = await answersAround(statement, () => become(after));
      for (const [name, answer] of answers) {
        const states = [then.get(name), now.get(name)];
        expect({ name, statement, states }).toEqual({
          name,
          statement,
          states: expect.arrayContaining([answer]),
        });
      }
    }
  },
  300_000,
);
