import { describe, expect, test } from 'vitest';
import { historyRows, replyCounts } from './history.ts';
import { periodsBefore } from './periods.ts';
import { figureRows } from './rows.ts';

const current = {
  totalConversations: 100,
  conversationsCreated: 80,
  newConversations: 80,
  customers: 60,
  conversationsPerDay: 3,
};
const usages = (count: number, top: readonly [string, number][]) => ({
  count,
  top: top.map(([id, count]) => ({ id, count })),
});
const ours = {
  current,
  busiestDay: { day: 1 },
  tags: usages(50, [['1', 30]]),
  replies: usages(20, [['5', 8]]),
  workflows: usages(9, []),
};

describe('a figure of Help Scout', () => {
  test.each([
    [{}, []],
    [{ totalConversations: 103 }, ['totalConversations explained']],
    [{ totalConversations: 97 }, ['totalConversations different']],
    [{ conversationsCreated: 81 }, ['conversationsCreated different']],
    [{ newConversations: 79 }, ['newConversations different']],
    [{ customers: 70 }, ['customers explained']],
    [{ customers: 71 }, ['customers different']],
    [{ customers: 59 }, ['customers different']],
    [{ conversationsPerDay: 4 }, ['conversationsPerDay explained']],
    [{ conversationsPerDay: 9 }, ['conversationsPerDay different']],
  ])('%j', (figures, expected) => {
    const theirs = { ...ours, current: { ...current, ...figures } };
    expect(differing(figureRows(theirs, ours, { days: 31, touchedCustomers: 70 }))).toEqual(expected);
  });

  test.each([
    [{ tags: usages(51, [['1', 30]]) }, ['tags.count different']],
    [
      {
        tags: usages(50, [
          ['1', 31],
          ['7', 4],
        ]),
      },
      ['tags 1 different'],
    ],
    [{ replies: usages(22, [['5', 9]]) }, ['replies.count explained', 'replies 5 explained']],
    [{ workflows: usages(8, []) }, ['workflows.count different']],
    [{ busiestDay: { day: 3 } }, ['busiestDay.day explained']],
  ] as const)('%j', (changed, expected) => {
    const theirs = { ...ours, ...changed } as typeof ours;
    expect(differing(figureRows(theirs, ours, { days: 31, touchedCustomers: 70 }))).toEqual(expected);
  });

  function differing(rows: ReturnType<typeof figureRows>): string[] {
    return rows.filter(({ kind }) => kind !== 'equal').map(({ field, kind }) => `${field} ${kind}`);
  }
});

describe('the history of a user', () => {
  const history = (replies: readonly [string, number][], pages = 1) => ({
    results: replies.map(([id, number]) => ({ id, number })),
    pages,
  });

  test('is compared by conversations and how many replies each has', () => {
    const theirs = history([
      ['a', 9],
      ['a', 9],
      ['b', 8],
    ]);
    const own = history([
      ['a', 9],
      ['c', 7],
    ]);
    expect(replyCounts(theirs, own)).toEqual([
      ['a', 2, 1],
      ['b', 1, 0],
      ['c', 0, 1],
    ]);
  });

  test('leaves out the last conversation of a page that others follow', () => {
    expect(
      replyCounts(
        history(
          [
            ['a', 9],
            ['b', 8],
          ],
          2,
        ),
        history([
          ['a', 9],
          ['b', 8],
          ['b', 8],
          ['c', 7],
        ]),
      ),
    ).toEqual([['a', 1, 1]]);
  });

  test('is explained where there is something that may count as a reply', () => {
    const rows = historyRows(
      '256',
      [
        ['a', 2, 2],
        ['b', 3, 1],
        ['c', 0, 1],
      ],
      new Map([['b', 2]]),
    );
    expect(rows.map(({ theirs, ours: own, kind }) => [theirs, own, kind])).toEqual([
      [1, 1, 'equal'],
      [3, 1, 'explained'],
      [0, 1, 'different'],
    ]);
  });
});

test('the periods that are compared are over, and begin with days of the zone', () => {
  const instants = periodsBefore(Date.parse('2024-04-02T08:00:00Z') / 1000, 'Europe/Paris').map(
    ({ start, end }) => [start, end].map((seconds) => new Date(seconds * 1000).toISOString()),
  );
  expect(instants).toEqual([
    ['2024-02-29T23:00:00.000Z', '2024-03-31T22:00:00.000Z'],
    ['2024-01-31T23:00:00.000Z', '2024-02-29T23:00:00.000Z'],
    ['2023-12-31T23:00:00.000Z', '2024-01-31T23:00:00.000Z'],
    ['2024-03-25T23:00:00.000Z', '2024-04-01T22:00:00.000Z'],
  ]);
});
