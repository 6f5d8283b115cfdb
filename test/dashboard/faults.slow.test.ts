import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hasChromium } from '../browser/chromium.ts';
import { importLines } from '../harness/import.ts';
import { lines } from './desk.ts';
import { placeOf } from './place.ts';
import { type Shown, shownOn } from './shown.ts';
import { settled } from './visit.ts';

const place = placeOf((database) => importLines(database, lines));

/** What the parts of the page say went wrong, by their headings. */
function failuresOn(page: Page): Promise<Record<string, string>> {
  return page.evaluate(`Object.fromEntries(
    [...document.querySelectorAll('section.box')]
      .filter((box) => box.querySelector('[role=alert]'))
      .map((box) => [box.querySelector('h2').textContent, [...box.querySelectorAll('[role=alert] p')].map((p) => p.textContent).join(' ')]),
  )`);
}

const withoutAll = (shown: Shown, titles: string[]): Shown =>
  Object.fromEntries(Object.entries(shown).filter(([title]) => !titles.includes(title)));

test.skipIf(!hasChromium)(
  'a period that is too long for one part is explained in its box, and the rest is shown (skipped without Chromium)',
  async () => {
    const { page } = await place.view('?period=last-year');
    const failures = await failuresOn(page);
    expect(failures).toEqual({
      'Channels by status': expect.stringMatching(
        /^Date range exceeds 6 months limit Choose a shorter period: .* Request [\w-]{36}$/,
      ),
    });
    expect(
      Object.values(withoutAll(await shownOn(page), Object.keys(failures))).every((rows) => rows.length > 0),
    ).toBe(true);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'a server that is lost and comes back answers on trying again (skipped without Chromium)',
  async () => {
    const { page } = await place.view('?view=workload');
    const shown = await shownOn(page);
    await place.stop();
    await page.getByLabel('Period', { exact: true }).selectOption('Last 7 days');
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('alert').first().waitFor();
    const failures = Object.values(await failuresOn(page));
    expect(failures.length).toBeGreaterThan(3);
    expect(new Set(failures)).toEqual(
      new Set(['deskgraph does not answer. Is the server running, and can you reach it?']),
    );
    await place.start();
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await settled(page);
    expect(await failuresOn(page)).toEqual({});
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Workload' }).click();
    await settled(page);
    expect(await shownOn(page)).toEqual(shown);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'while an answer is on its way the page shows its shape, and what is deferred comes after the rest (skipped without Chromium)',
  async () => {
    const { page } = await place.view('?view=workload');
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/graphql', async (route) => {
      await released;
      await route.continue();
    });
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overview' }).click();
    await page.locator('section.box[aria-busy=true] .shape').first().waitFor();
    const busy = await page.locator('section.box[aria-busy=true]').count();
    expect([busy, await page.locator('section.box').count()]).toEqual([busy, busy]);
    release();
    await settled(page);
    expect(await failuresOn(page)).toEqual({});
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'a request that costs too much says how to ask for less (skipped without Chromium)',
  async () => {
    const { page } = await place.view('?view=workload');
    await page.route('**/graphql', (route) =>
      route.fulfill({
        status: 400,
        contentType: 'application/graphql-response+json',
        body: JSON.stringify({
          errors: [{ message: 'The query costs 2 points.', extensions: { code: 'QUERY_TOO_COMPLEX' } }],
        }),
      }),
    );
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Agents' }).click();
    await page.getByRole('alert').waitFor();
    expect(Object.values(await failuresOn(page))).toEqual([
      'The query costs 2 points. This is more than one request may ask for. Choose a shorter period or a narrower filter.',
    ]);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'a frame that fails in any of its parts says so, and is asked for again (skipped without Chromium)',
  async () => {
    const { page } = await place.view('?view=workload');
    const errors = [{ message: 'Unexpected error.', path: ['mailboxes'], extensions: { code: 'INTERNAL' } }];
    await page.route(
      '**/graphql',
      (route) => route.fulfill({ contentType: 'application/json', json: { data: null, errors } }),
      { times: 1 },
    );
    await page.reload();
    expect(await page.getByRole('alert').textContent()).toContain('Unexpected error.');
    await page.getByRole('button', { name: 'Try again' }).click();
    await settled(page);
    expect(Object.keys(await shownOn(page))).toContain('Now');
    await page.close();
  },
);
