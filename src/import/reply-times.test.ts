import { expect, test } from 'vitest';
import { officeClock } from '../period/office-clock.ts';
import { replyTimesOf } from './reply-times.ts';

// Runs from 00:00 to 01:00 UTC on Thursdays, as 1 January 1970 was one.
const office = officeClock({ enabled: true, days: [{ day: 4, from: '00:00', to: '01:00' }] }, 'UTC');
const always = officeClock({ enabled: false, days: [{ day: 4, from: '00:00', to: '01:00' }] }, 'UTC');
const minute = 60_000_000n;

/** `c5` is a customer's message in minute 5, `a10` and `b10` are replies of the users a and b, `n` a note, `l` a line and `x` sent by nobody. */
function threadsOf(script: string) {
  return script.split(' ').map((word) => {
    const kind = { c: 'customer', n: 'note', l: 'line', x: 'auto' }[word.charAt(0)] ?? 'reply';
    return {
      word,
      kind: kind as 'customer' | 'note' | 'line' | 'auto' | 'reply',
      createdAt: BigInt(word.slice(1)) * minute,
      userId: kind === 'reply' ? word.charAt(0) : null,
    };
  });
}

/** Minutes of each reply's own and of its sender's first response, in the order of the replies. */
function responseMinutes(script: string): Record<string, (number | null)[]> {
  const threads = script === '' ? [] : threadsOf(script);
  const { responses } = replyTimesOf({ status: 'open', createdAt: 0n, threads }, always);
  return Object.fromEntries(
    [...responses].map(([{ word }, { response, firstResponse }]) => [
      word,
      [response, firstResponse].map((duration) => duration && duration.seconds / 60),
    ]),
  );
}

test.each([
  ['no thread', '', {}],
  ['no reply', 'c0 n1 l2', {}],
  ['one reply', 'c5 a10', { a10: [5, 5] }],
  ['a customer who writes again while waiting', 'c5 c8 a10', { a10: [5, 5] }],
  ['several replies in a row', 'c0 a10 a20 b30', { a10: [10, 10], a20: [null, 10], b30: [null, null] }],
  ['notes and lines change nothing', 'n0 c5 l6 n7 a10 n11', { a10: [5, 5] }],
  ['what nobody has sent ends no waiting', 'x0 c5 x6 a10 x11', { a10: [5, 5] }],
  ['a conversation that a user started', 'a0 c10 a30', { a0: [null, null], a30: [20, null] }],
  [
    'each user has a first reply of their own',
    'c0 a10 c20 b25 c40 a70',
    { a10: [10, 10], b25: [5, 5], a70: [30, 10] },
  ],
  ['the message before a reply at the same instant', 'c10 a10', { a10: [0, 0] }],
  ['the message behind a reply at the same instant', 'a10 c10 a15', { a10: [null, null], a15: [5, null] }],
  ['threads in any order of positions', 'a30 c20 a10 c0', { a10: [10, 10], a30: [10, 10] }],
  ['positions that decide among three at one instant', 'a10 c10 b10', { a10: [null, null], b10: [0, 0] }],
])('responses with %s', (_case, script, expected) => {
  expect(responseMinutes(script)).toEqual(expected);
});

test('seconds are whole and floored, and office hours count on their own', () => {
  const threads = [
    { kind: 'customer' as const, createdAt: 59n * minute },
    { kind: 'reply' as const, createdAt: 61n * minute + 999_999n, userId: 'a' },
  ];
  const times = replyTimesOf({ status: 'open', createdAt: 0n, threads }, office);
  const response = { seconds: 120, officeSeconds: 60 };
  expect([...times.responses.values()]).toEqual([{ response, firstResponse: response }]);
});

test.each([
  ['closed', 'closed', 'c0 a10', 90n * minute, { seconds: 5400, officeSeconds: 3600 }],
  ['closed at its creation', 'closed', 'c0 a10', 0n, { seconds: 0, officeSeconds: 0 }],
  ['closed before its creation', 'closed', 'c0 a10', -1n, null],
  ['closed without a date', 'closed', 'c0 a10', null, null],
  ['closed without a reply', 'closed', 'c0 n10', 90n * minute, null],
  ['closed and open again', 'open', 'c0 a10', 90n * minute, null],
  ['spam', 'spam', 'c0 a10', 90n * minute, null],
] as const)('resolve time of a conversation: %s', (_case, status, script, closedAt, expected) => {
  const threads = threadsOf(script);
  expect(replyTimesOf({ status, createdAt: 0n, closedAt, threads }, office).resolve).toEqual(expected);
});

test.each([
  ['nobody has written', 'open', 'n0 x1', null],
  ['nobody has replied', 'open', 'c5 c7 n8 x9', 5n],
  ['everything is answered', 'open', 'c5 a10', null],
  ['somebody has written after the last reply', 'pending', 'c5 a10 c20 x25 c30', 20n],
  ['positions decide at one instant', 'snoozed', 'a10 c10', 10n],
  ['threads stand in any order', 'on_hold', 'c30 a20 c10', 30n],
  ['it is spam', 'spam', 'c5', 5n],
  ['it is closed', 'closed', 'c5 a10 c20', null],
] as const)('since when the customer of a conversation waits where %s', (_case, status, script, minutes) => {
  const { waitingSince } = replyTimesOf({ status, createdAt: 0n, threads: threadsOf(script) }, always);
  expect(waitingSince).toBe(minutes && minutes * minute);
});
