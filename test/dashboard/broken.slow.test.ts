import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hasChromium } from '../browser/chromium.ts';
import { importLines } from '../harness/import.ts';
import { lines } from './desk.ts';
import { heldProxyTo } from './held-proxy.ts';
import { placeOf } from './place.ts';
import { settled } from './visit.ts';

const place = placeOf((database) => importLines(database, lines));

/** The headings of the parts of the page that are on their way, and of those that are there. */
async function partsOn(page: Page): Promise<{ waiting: string[]; shown: string[] }> {
  const headings = (selector: string): Promise<string[]> =>
    page.locator(`section.box${selector} > h2`).allTextContents();
  return { waiting: await headings('[aria-busy=true]'), shown: await headings('[aria-busy=false]') };
}

const deferred = [
  ...['New and resolved over time', 'Busy times', 'Top tags', 'Top customers', 'Top saved replies'],
  ...['Top workflows', 'Custom fields'],
];
const quick = [
  ...[
    'At a glance',
    'Response times',
    'Satisfaction',
    'Now',
    'Conversations by status',
    'Channels by status',
  ],
];

test.skipIf(!hasChromium)(
  'what is quick is shown while what is slow is on its way (skipped without Chromium)',
  async () => {
    const proxy = await heldProxyTo(place.address());
    const { page } = await place.visit('/');
    await page.goto(`${proxy.address}/#token=${await place.token('kiesel')}`);
    await expect.poll(() => partsOn(page), { timeout: 20_000 }).toEqual({ waiting: deferred, shown: quick });
    expect(await page.locator('section.box', { hasText: 'At a glance' }).locator('dd a').count()).toBe(5);
    proxy.release();
    await settled(page);
    expect((await partsOn(page)).waiting).toEqual([]);
    await page.close();
    proxy.close();
  },
);

test.skipIf(!hasChromium)(
  'what cannot be drawn stays in its box, and is asked for again (skipped without Chromium)',
  async () => {
    const { page } = await place.view('');
    await page.route(
      '**/graphql',
      async (route) => {
        const answer = await route.fetch();
        const text = await answer.text();
        await route.fulfill({
          response: answer,
          body: text.replace(/"oldestWaitingSince":"[^"]*"/, '"oldestWaitingSince":"long ago"'),
        });
      },
      { times: 1 },
    );
    await page.getByRole('link', { name: 'Workload' }).click();
    const now = page.getByRole('region', { name: 'Now', exact: true });
    expect(await now.getByRole('alert').textContent()).toContain('This part could not be answered.');
    expect(await page.getByRole('region', { name: 'By agent' }).getByRole('row').count()).toBeGreaterThan(1);
    await now.getByRole('button', { name: 'Try again' }).click();
    await now.getByText('Waiting longest since').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'where what draws charts is lost, their tables are open, and it is fetched again (skipped without Chromium)',
  async () => {
    const { page } = await place.visit('/');
    let isLost = true;
    // The page itself is there already: what comes now draws charts.
    await page.route('**/assets/*.js', (route) => (isLost ? route.abort() : route.continue()));
    await page.getByLabel('Access token').fill(await place.token('kiesel'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    const busy = page.getByRole('region', { name: 'Busy times' });
    await busy.getByText('The chart could not be drawn.').waitFor();
    expect(await busy.getByRole('row').count()).toBe(8);
    isLost = false;
    await busy.getByRole('button', { name: 'Try again' }).click();
    await busy.locator('.chart svg').waitFor();
    expect(await busy.getByText('The chart could not be drawn.').count()).toBe(0);
    await page.close();
  },
);

test.skipIf(!hasChromium).each([
  [
    'refused',
    { status: 429, json: { errors: [{ message: 'Too many requests. Wait 3 seconds.' }] } },
    'Too many requests. Wait 3 seconds.',
  ],
  ['answered by another', { status: 502, body: '<html>' }, 'The file could not be fetched. Try again.'],
])('a file that is %s says why (skipped without Chromium)', async (_, answer, said) => {
  const { page } = await place.view('?view=rows');
  await page.route('**/export/*', (route) => route.fulfill(answer), { times: 1 });
  await page.getByRole('button', { name: 'CSV' }).click();
  const alert = page.getByRole('alert');
  await alert.waitFor();
  expect((await alert.textContent())?.trim()).toBe(said);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('conversations.csv');
  expect(await alert.count()).toBe(0);
  await page.close();
});
