import { afterAll, expect, test } from 'vitest';
import { hasChromium } from '../browser/chromium.ts';
import { importLines } from '../harness/import.ts';
import { desk, lines } from './desk.ts';
import { placeOf } from './place.ts';
import { satisfactionOf } from './satisfaction.ts';
import { numbersIn, type Shown, shownOn } from './shown.ts';
import { responsesOf } from './speed.ts';
import { breakdownOf, historyOf, rowsOf, workloadOf } from './views.ts';

const place = placeOf((database) => importLines(database, lines));

/** The last 30 days before 1 February in Berlin. */
const period = { start: '2026-01-01T23:00:00Z', end: '2026-01-31T23:00:00Z' };
const compared = { period, compareTo: 'PREVIOUS_PERIOD' } as const;
const [user = '', second = ''] = desk.users.map(({ id }) => id);
const [mailbox = ''] = desk.mailboxes.map(({ id }) => id);

/** Thirty days in ten slices of three. */
const slices = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => {
    const start = new Date(Date.parse(period.start) + index * 3 * 86_400_000);
    const end = new Date(start.getTime() + 3 * 86_400_000);
    return [
      `Jan ${2 + 3 * index} – ${4 + 3 * index}, 2026`,
      { start: start.toISOString(), end: end.toISOString() },
    ];
  }),
);

/** A view's address and all that it has to show. */
const views: [search: string, () => Shown][] = [
  ['?view=agents', () => ({ 'Figures by agents': breakdownOf(desk, { ...compared, by: 'USER' }, 'Nobody') })],
  [
    `?view=mailboxes&compare=none&orderBy=MEDIAN_FIRST_RESPONSE_TIME&direction=ASC`,
    () => ({
      'Figures by mailboxes': breakdownOf(
        desk,
        { period, by: 'MAILBOX', orderBy: 'MEDIAN_FIRST_RESPONSE_TIME', direction: 'ASC' },
        'No mailbox',
      ),
    }),
  ],
  ['?view=teams', () => ({ 'Figures by teams': breakdownOf(desk, { ...compared, by: 'TEAM' }, 'No team') })],
  [
    '?view=tags&orderBy=SATISFACTION_SCORE&types=EMAIL',
    () => ({
      'Figures by tags': breakdownOf(
        desk,
        { ...compared, by: 'TAG', orderBy: 'SATISFACTION_SCORE', filter: { types: ['EMAIL'] } },
        'No tag',
      ),
    }),
  ],
  [
    '?view=channels',
    () => ({ 'Figures by channels': breakdownOf(desk, { ...compared, by: 'CHANNEL' }, '') }),
  ],
  ['?view=responses', () => responsesOf(desk, compared)],
  [
    '?view=responses&officeHours=true&compare=none&types=EMAIL',
    () => responsesOf(desk, { period, filter: { types: ['EMAIL'] }, officeHours: true }),
  ],
  ['?view=satisfaction', () => satisfactionOf(desk, compared, slices)],
  ['?view=workload', () => workloadOf(desk)],
  [`?view=workload&mailboxes=${mailbox}`, () => workloadOf(desk, { mailboxes: [mailbox] })],
  [`?view=history&user=${user}`, () => historyOf(desk, { ...compared, user })],
  [
    `?view=history&user=${second}&officeHours=true&orderBy=RESPONSE_TIME&direction=ASC&page=2`,
    () =>
      historyOf(desk, {
        ...compared,
        user: second,
        officeHours: true,
        sortField: 'RESPONSE_TIME',
        sortOrder: 'ASC',
        page: 2,
      }),
  ],
  [
    '?view=rows&activity=RESOLVED&orderBy=RESOLVE_TIME&resolveFrom=3600&resolveTo=86400',
    () => ({
      Conversations: rowsOf(desk, {
        period,
        activity: 'RESOLVED',
        orderBy: 'RESOLVE_TIME',
        where: { resolveTime: { from: 3600, to: 86_400 } },
      }),
    }),
  ],
];

let checked = 0;
afterAll(() => void process.stdout.write(`${checked} numbers of the views are as the model has them\n`));

test.skipIf(!hasChromium).each(views)(
  'every number of a view is what its records say (skipped without Chromium): %s',
  async (search, expected) => {
    const { page, problems } = await place.view(search);
    const shown = await shownOn(page);
    expect(shown).toEqual(expected());
    checked += numbersIn(shown);
    expect(problems).toEqual([]);
    await page.close();
  },
);
