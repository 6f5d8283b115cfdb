import { print } from 'graphql';
import PQueue from 'p-queue';
import type { Page } from 'playwright-core';
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

/** A count on the page, its part, and the list that it leads to. */
type Linked = readonly [title: string, href: string, count: number];

/**
 * Every count on the page that leads to conversations; shares, lengths of time and scores are written otherwise than counts. Customers
 * are counted each once, of however many conversations.
 */
function countsOn(page: Page): Promise<Linked[]> {
  return page.evaluate(`(() => {
    const columnOf = (cell) => cell.closest('table').querySelectorAll('thead th')[cell.cellIndex];
    const nameOf = (data) => (data.closest('td') ? columnOf(data.closest('td')) : data.closest('dd').previousElementSibling);
    return [...document.querySelectorAll('section.box')].flatMap((box) =>
      [...box.querySelectorAll('a[href^="?view=rows"] data')]
        .filter((data) => /^[\\d,]+$/.test(data.textContent) && !nameOf(data).textContent.startsWith('Customers'))
        .map((data) => [box.querySelector('h2').textContent, data.closest('a').getAttribute('href'), Number(data.value)]));
  })()`);
}

/** Replies, messages, resolutions and ratings are counted, of which a conversation can have several; what else is counted are conversations. */
const areEvents = (href: string): boolean =>
  /activity=(REPLIED|RECEIVED|CLOSED|RATED)|savedReply=|workflow=/.test(href);

async function totalOf(href: string, authorization: string): Promise<number> {
  const address = parseAddress(href);
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const variables = rowsVariables(address, questionOf(address, 'Europe/Berlin', at));
  const answer = await fetch(`${place.address()}/graphql`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(rowsQuery), variables }),
  });
  const { data } = (await answer.json()) as { data: { conversations: { totalCount: number } } };
  return data.conversations.totalCount;
}

const byLength = ['First response by length', 'Response by length', 'Resolve time by length'];
const byAgent = ['By agent', 'By mailbox', 'By team', 'By channel'];

/** Views, each with its parts whose counts lead to conversations. */
const counted: [search: string, titles: string[]][] = [
  [
    '?types=EMAIL&tags=1',
    [
      ...['At a glance', 'New and resolved over time', 'Busy times', 'Satisfaction', 'Now'],
      ...['Conversations by status', 'Channels by status', 'Top tags', 'Top customers'],
      ...['Top saved replies', 'Top workflows', 'Custom fields'],
    ],
  ],
  ['?view=agents', ['Figures by agents']],
  ['?view=mailboxes&types=EMAIL', ['Figures by mailboxes']],
  ['?view=teams', ['Figures by teams']],
  ['?view=tags', ['Figures by tags']],
  ['?view=channels&tags=1', ['Figures by channels']],
  ['?view=responses', ['Response times', 'Resolved conversations', ...byLength]],
  ['?view=satisfaction', ['Satisfaction', 'Score over time', 'Score by agent']],
  ['?view=workload', ['Now', ...byAgent]],
];

test.skipIf(!hasChromium).each(counted)(
  'a count leads to as many conversations as it says, or to those of what it counts (skipped without Chromium): %s',
  async (search, titles) => {
    const { page } = await place.view(search);
    const counts = await countsOn(page);
    const authorization = `Bearer ${await place.token('kiesel')}`;
    // A token may have a hundred requests under way.
    const queue = new PQueue({ concurrency: 50 });
    const totals = await queue.addAll(
      counts.map(([title, href, count]) => async (): Promise<Linked> => {
        const total = await totalOf(href, authorization);
        const isPossible = areEvents(href) && total >= Math.min(1, count) && total <= count;
        return [title, href, isPossible ? count : total];
      }),
    );
    expect(totals).toEqual(counts);
    expect(new Set(counts.flatMap(([title, , count]) => (count > 0 ? [title] : [])))).toEqual(
      new Set(titles),
    );
    process.stdout.write(`${counts.length} counts of ${search} have as many conversations behind them\n`);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'a list says which conversations it has by the names of what they are of (skipped without Chromium)',
  async () => {
    const [agent] = desk.users;
    const { page } = await place.view(
      `?view=rows&activity=RATED&ratedUser=${agent?.id}&ratingScore=NOT_GOOD&isWaiting=false&repliesSent=2&responseFrom=60`,
    );
    const described = page.getByRole('list', { name: 'Which conversations' }).getByRole('listitem');
    expect((await described.allTextContents()).filter((_, index) => index !== 1)).toEqual([
      'Rated in the period',
      `Rating of ${agent?.name}`,
      'Rated Not good',
      'Not waiting for an answer',
      'Replies: 2',
      'Response ≥ 1m',
    ]);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'a list of a customer names the customer, whom the address does not (skipped without Chromium)',
  async () => {
    const { page } = await place.view('?view=overview');
    const link = page.getByRole('region', { name: 'Top customers' }).getByRole('link').first();
    const asked = new URLSearchParams((await link.getAttribute('href')) ?? '');
    await page.close();
    const id = asked.get('customers');
    const name = desk.customers.find((each) => each.id === id)?.name;
    expect(name).toEqual(expect.any(String));
    expect([...asked.values()]).not.toContain(name);
    const list = await place.view(`?view=rows&ever=true&customers=${id}`);
    const described = list.page.getByRole('list', { name: 'Which conversations' }).getByRole('listitem');
    expect(await described.allTextContents()).toEqual(['Of any time', `Customer ${name}`]);
    await list.page.close();
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
