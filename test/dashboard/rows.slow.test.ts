import { print } from 'graphql';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { parseAddress } from '../../src/dashboard/address/address.ts';
import { questionOf } from '../../src/dashboard/views/question.ts';
import { rowsVariables } from '../../src/dashboard/views/rows/conditions.ts';
import { rowsQuery } from '../../src/dashboard/views/rows/query.ts';
import { hasChromium } from '../browser/chromium.ts';
import { importLines } from '../harness/import.ts';
import { rows } from '../model/rows.ts';
import { madeUp, now } from './desk.ts';
import { placeOf } from './place.ts';

const { lines, desk } = madeUp(110);
const place = placeOf((database) => importLines(database, lines));
const period = { start: '2026-01-01T23:00:00Z', end: '2026-01-31T23:00:00Z' };

test.skipIf(!hasChromium)(
  'a number leads to its conversations, in pages, and to all of them as CSV (skipped without Chromium)',
  async () => {
    const question = { period, activity: 'TOUCHED' } as const;
    const all = rows(desk, question) as { number: number }[];
    const { page, problems } = await place.view('');
    await page
      .getByRole('definition')
      .getByRole('link', { name: String(all.length) })
      .first()
      .click();
    const table = page.getByRole('table', { name: 'Conversations' });
    const numbers = (): Promise<string[]> => table.locator('tbody th').allTextContents();
    await table.waitFor();
    const first = await numbers();
    await page.getByRole('link', { name: 'Next page' }).click();
    await expect
      .poll(async () => [...first, ...(await numbers())])
      .toEqual(all.slice(0, 100).map(({ number }) => `#${number}`));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('conversations.csv');
    const file: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) file.push(chunk as Buffer);
    expect(Buffer.concat(file).toString().trim().split('\r\n')).toHaveLength(all.length + 1);
    expect(problems).toEqual([]);
    await page.close();
  },
);

/** Parts of the overview whose counts are of conversations, each of which a list can name. */
const listed = [
  'Conversations by status',
  'Channels by status',
  'Busy times',
  'Top tags',
  'Top customers',
  'Custom fields',
];

test.skipIf(!hasChromium)(
  'a count leads to as many conversations as it says (skipped without Chromium)',
  async () => {
    const { page } = await place.view('?types=EMAIL&tags=1');
    const counts = (await page.evaluate(`[...document.querySelectorAll('section.box')].flatMap((box) =>
      [...box.querySelectorAll('td a[href^="?view=rows"] data')]
        .filter((data) => !data.textContent.includes('%') && data.value !== '0')
        .map((data) => [box.querySelector('h2').textContent, data.closest('a').getAttribute('href'), Number(data.value)]))`)) as [
      title: string,
      href: string,
      count: number,
    ][];
    const own = counts.filter(([title, href]) => listed.includes(title) || href.includes('activity=CREATED'));
    const authorization = `Bearer ${await place.token('kiesel')}`;
    const totals = own.map(async ([title, href]) => {
      const address = parseAddress(href);
      const at = Temporal.Instant.fromEpochMilliseconds(now.getTime());
      const variables = rowsVariables(address, questionOf(address, 'Europe/Berlin', at));
      const answer = await fetch(`${place.address()}/graphql`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ query: print(rowsQuery), variables }),
      });
      const { data } = (await answer.json()) as { data: { conversations: { totalCount: number } } };
      return [title, href, data.conversations.totalCount];
    });
    expect(own.length).toBeGreaterThan(20);
    expect([...new Set(own.map(([title]) => title))]).toEqual(expect.arrayContaining(listed));
    expect(await Promise.all(totals)).toEqual(own);
    await page.close();
  },
);

test.skipIf(!hasChromium)('the file of a list is of its conditions (skipped without Chromium)', async () => {
  const [channel = ''] = desk.conversations.map((each) => each.channel);
  const { page } = await place.view(`?view=rows&activity=CREATED&channels=${channel}&statuses=CLOSED`);
  const filter = { channels: [channel], statuses: ['CLOSED'] };
  const all = rows(desk, { period, activity: 'CREATED', filter }) as { number: number }[];
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const file: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) file.push(chunk as Buffer);
  const numbers = Buffer.concat(file).toString().trim().split('\r\n').slice(1);
  expect(numbers.map((row) => row.split(',')[1])).toEqual(all.map(({ number }) => String(number)));
  await page.close();
});
