import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { Period } from '../period/period.ts';
import { type Scope, toFilter } from '../question/slice.ts';
import { type Counting, countingOf } from './measures/pairs.ts';
import { aheadOf, planOf } from './plan.ts';

/** The account counts its days in Chicago, where those of these periods begin at six in UTC. */
const scope = {
  account: { key: 1, timeZone: 'America/Chicago' },
  visibleMailboxes: null,
  filter: toFilter(null),
} as Scope;

const periodOf = (start: string, end: string): Period => ({
  start: Temporal.Instant.from(`2026-${start}Z`),
  end: Temporal.Instant.from(`2026-${end}Z`),
});

const january = periodOf('01-01T06:00', '02-01T06:00');
const januaryOfUtc = periodOf('01-01T00:00', '02-01T00:00');
const hours = periodOf('01-10T08:00', '01-10T20:00');
const night = periodOf('01-10T18:00', '01-11T18:00');

const filtered = (filter: Parameters<typeof toFilter>[0]): Partial<Scope> => ({ filter: toFilter(filter) });
const hourly = (timeZone: string): Counting => countingOf('created', 'hour', { timeZone, stretches: [] });
const createdByStatus = countingOf('created', 'status');
const touchedByMailbox = countingOf('touched', 'mailbox');
const touchedByAssignee = countingOf('touched', 'assignee');
const touchedByTeam = countingOf('touched', 'team');
const touchedByAnswer = countingOf('touched', 'answer');
const repliedByTag = countingOf('repliedConversations', 'tag');

const rows = 'rows';
const rollups = 'rollups';
const both = 'rollups and rows at the edges';

const cases: [name: string, asked: Partial<Scope>, Period[], Counting, answer: string][] = [
  ["a month of the account's zone", {}, [january], createdByStatus, rollups],
  ['a month of another zone', {}, [januaryOfUtc], createdByStatus, both],
  ['hours of a day', {}, [hours], createdByStatus, rows],
  ['a day that is none of the zone', {}, [night], createdByStatus, rows],
  ['hours beside a month', {}, [hours, january], createdByStatus, both],
  ['no period', {}, [], createdByStatus, rows],
  ['a type', filtered({ types: ['chat'] }), [january], createdByStatus, rollups],
  [
    'types in mailboxes',
    filtered({ types: ['chat', 'email'], mailboxes: ['1'] }),
    [january],
    createdByStatus,
    rollups,
  ],
  ['the mailboxes of a token', { visibleMailboxes: [1, 2] }, [january], createdByStatus, rollups],
  ['a tag', filtered({ tags: ['1'] }), [january], createdByStatus, rows],
  ['a tag in a mailbox', filtered({ tags: ['1'], mailboxes: ['1'] }), [january], createdByStatus, rows],
  ['a folder', filtered({ folders: ['1'] }), [january], createdByStatus, rows],
  ['nobody assigned', filtered({ isAssigned: false }), [january], createdByStatus, rows],
  ['each mailbox', {}, [january], touchedByMailbox, rollups],
  ['each mailbox of a token', { visibleMailboxes: [1] }, [january], touchedByMailbox, rollups],
  ['each mailbox, a tag', filtered({ tags: ['1'] }), [january], touchedByMailbox, rows],
  ['each assignee', {}, [january], touchedByAssignee, rollups],
  ['each assignee, of a mailbox', filtered({ mailboxes: ['1'] }), [january], touchedByAssignee, rollups],
  ['each assignee, of a token', { visibleMailboxes: [1] }, [january], touchedByAssignee, rollups],
  ['each assignee, of a team', filtered({ teams: ['1'] }), [january], touchedByAssignee, rows],
  ['each team', {}, [january], touchedByTeam, rollups],
  ['each team, of a mailbox', filtered({ mailboxes: ['1'] }), [january], touchedByTeam, rows],
  ['each answer, of a type', filtered({ types: ['chat'] }), [january], touchedByAnswer, rollups],
  ["hours on the account's clock", {}, [january], hourly('America/Chicago'), rollups],
  ['hours on another clock', {}, [january], hourly('Asia/Tokyo'), rows],
  ['what is not counted ahead of time', {}, [january], repliedByTag, rows],
];

test.each(cases)('who answers: %s', (_name, asked, periods, counting, answer) => {
  const plan = planOf({ ...scope, ...asked }, periods, aheadOf(counting));
  const hasEdges = plan?.spans.some(({ edges }) => edges.length > 0);
  expect(plan ? (hasEdges ? both : rollups) : rows).toBe(answer);
});

test('what is counted by mailbox is read from the counts of each mailbox', () => {
  expect(planOf(scope, [january], aheadOf(touchedByMailbox))?.ahead.definition.measure).toBe('touched');
});
