import { afterAll, expect, test } from 'vitest';
import { hasChromium } from '../browser/chromium.ts';
import { importLines } from '../harness/import.ts';
import { isIn, type Question } from '../model/question.ts';
import { desk, lines } from './desk.ts';
import { overviewOf } from './overview.ts';
import { placeOf } from './place.ts';
import { numbersIn, shownOn } from './shown.ts';

const place = placeOf((database) => importLines(database, lines));

/** The end of January in Berlin. */
const end = '2026-01-31T23:00:00Z';
const month = { start: '2026-01-01T23:00:00Z', end };
/** A conversation of the month without a tag: a filter by all of its own finds it. */
const untagged = desk.conversations.find(
  ({ createdAt, tags }) => tags.length === 0 && isIn(createdAt, month),
);
const [channel, mailbox] = [untagged?.channel ?? '', untagged?.mailboxId ?? ''];

let checked = 0;
afterAll(() => void process.stdout.write(`${checked} numbers of the overview are as the model has them\n`));

test.skipIf(!hasChromium).each<[search: string, Question]>([
  ['', { period: month, compareTo: 'PREVIOUS_PERIOD' }],
  ['?period=last-7-days&compare=none', { period: { start: '2026-01-24T23:00:00Z', end } }],
  [
    '?period=last-month&compare=own&compareFrom=2025-12-01&compareTo=2025-12-10&zone=America/New_York&types=EMAIL',
    {
      period: { start: '2026-01-01T05:00:00Z', end: '2026-02-01T05:00:00Z' },
      previous: { start: '2025-12-01T05:00:00Z', end: '2025-12-11T05:00:00Z' },
      timeZone: 'America/New_York',
      filter: { types: ['EMAIL'] },
    },
  ],
  [
    `?compare=previous-year&mailboxes=${mailbox}&channels=${channel}&tags=1`,
    {
      period: month,
      compareTo: 'PREVIOUS_YEAR',
      filter: { mailboxes: [mailbox], channels: [channel], tags: ['1'] },
    },
  ],
])(
  'every number of the overview is what its records say (skipped without Chromium): %s',
  async (search, question) => {
    const { page, problems, hosts } = await place.view(search);
    const shown = await shownOn(page);
    expect(shown).toEqual(overviewOf(desk, question));
    checked += numbersIn(shown);
    expect({ problems, hosts: [...hosts], address: page.url() }).toEqual({
      problems: [],
      hosts: [place.address()],
      address: `${place.address()}/${search}`,
    });
    await page.close();
  },
);
