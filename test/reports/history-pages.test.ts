import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { historyQuery } from '../harness/history.ts';
import { importRecords } from '../harness/import.ts';
import { type ConversationRecord, recordsOf } from '../model/records.ts';
import { userConversationHistory } from '../model/user-conversation-history.ts';
import { conversation, historyDesk, threads } from './history-desk.ts';

let database: Database;
let ask: Ask;

// Everything is tied with something else: numbers, times of replies, waits, and replies of one conversation at one instant.
const ids = [
  '-3',
  '0',
  '-0',
  '2',
  '10',
  '007',
  '7',
  '9007199254740993',
  '9007199254740992',
  'b',
  'a',
  '1a',
  'é',
  '~',
  '𝒳',
  '\u{ff5e}',
];
const scripts = [
  ['cid 09:00', 'ann 10:00', 'ann 10:00', 'cid 10:30', 'ann 11:00'],
  ['ann 10:00', 'ben 10:00', 'ann 10:00'],
  ['cid 09:00', 'ben 09:30', 'cid 10:00', 'ann 10:00', 'ann 11:00', 'note 11:30'],
];

const desk = historyDesk(
  ids.map((id, index): ConversationRecord => {
    const changes = { number: index % 3, threads: threads(...(scripts[index % scripts.length] ?? [])) };
    const closed = { status: 'closed' as const, closedAt: `2024-03-04T1${index % 5}:00:00Z` };
    return conversation(id, index % 2 ? { ...changes, ...closed } : changes);
  }),
);

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, recordsOf('acme', desk));
  ask = clientOf(database, await tokenFor(database, 'acme'));
});

afterAll(() => database.close());

const sorts = (['NUMBER', 'REPLIES_SENT', 'RESPONSE_TIME', 'RESOLVE_TIME'] as const).flatMap((sortField) =>
  (['ASC', 'DESC'] as const).flatMap((sortOrder) =>
    [false, true].map((officeHours) => ({ sortField, sortOrder, officeHours })),
  ),
);

test.each(sorts)('the pages by %o hold every reply once and in order', async (sort) => {
  const period = { start: '2024-03-04T00:00:00Z', end: '2024-03-05T00:00:00Z' };
  const question = { user: 'ann', period, ...sort };
  const whole = userConversationHistory(desk, { ...question, rows: 50 });
  const walked: unknown[] = [];
  for (let page = 1; page <= 6; page++) {
    const { body } = await ask(historyQuery, { ...question, rows: 7, page });
    const { results, ...report } = (body.data as { report: { results: unknown[] } }).report;
    expect(report).toMatchObject({ page, pages: 6, count: 38 });
    walked.push(...results);
  }
  expect(walked).toEqual((whole as { results: unknown[] }).results);
});
