import { expect, test } from 'vitest';
import { hasChromium } from '../browser/chromium.ts';
import { importLines } from '../harness/import.ts';
import { desk, lines } from './desk.ts';
import { placeOf } from './place.ts';
import { shownOn } from './shown.ts';
import { settled } from './visit.ts';

const place = placeOf((database) => importLines(database, lines));
const [mailbox] = desk.mailboxes;

test.skipIf(!hasChromium)(
  'what is chosen stands in the address: who is sent it sees the same, and it is gone back and forward to (skipped without Chromium)',
  async () => {
    const { page, problems } = await place.view('');
    const seen = [{ url: page.url(), shown: await shownOn(page) }];
    const step = async (act: () => Promise<unknown>): Promise<void> => {
      const before = page.url();
      await act();
      await expect.poll(() => page.url()).not.toBe(before);
      await settled(page);
      seen.push({ url: page.url(), shown: await shownOn(page) });
    };
    await step(() => page.getByLabel('Period', { exact: true }).selectOption('Last 7 days'));
    await step(() => page.getByLabel('Compared with').selectOption('Nothing'));
    await step(() => page.getByLabel('Time zone').selectOption('America/New_York'));
    await step(async () => {
      await page.locator('summary', { hasText: 'Mailboxes' }).click();
      await page.getByLabel(mailbox?.name ?? '', { exact: true }).check();
    });
    await step(() =>
      page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Agents' }).click(),
    );
    const search = `?period=last-7-days&compare=none&zone=America%2FNew_York&mailboxes=${mailbox?.id}`;
    expect(seen.map(({ url }) => url.replace(place.address(), ''))).toEqual([
      '/',
      '/?period=last-7-days',
      '/?period=last-7-days&compare=none',
      '/?period=last-7-days&compare=none&zone=America%2FNew_York',
      `/${search}`,
      `/${search.replace('?', '?view=agents&')}`,
    ]);

    const visited = await place.view(`?${new URL(page.url()).searchParams}`);
    expect(await shownOn(visited.page)).toEqual(seen.at(-1)?.shown);
    await visited.page.close();

    const walk = async (direction: 'goBack' | 'goForward', to: number): Promise<void> => {
      await page[direction]();
      await expect.poll(() => page.url()).toBe(seen[to]?.url);
      await settled(page);
      expect(await shownOn(page)).toEqual(seen[to]?.shown);
    };
    for (const to of [4, 3, 2]) await walk('goBack', to);
    for (const to of [3, 4, 5]) await walk('goForward', to);
    expect(problems).toEqual([]);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'own dates are taken, and compared with own dates (skipped without Chromium)',
  async () => {
    const { page } = await place.view('');
    await page.getByLabel('Period', { exact: true }).selectOption('Own dates');
    await page.getByLabel('Compared with').selectOption('Own dates');
    for (const [form, from, to] of [
      ['Dates of the period', '2026-01-10', '2026-01-12'],
      ['Dates of the comparison', '2025-12-10', '2025-12-12'],
    ]) {
      const dates = page.getByRole('form', { name: form ?? '' });
      await dates.getByLabel('From').fill(from ?? '');
      await dates.getByLabel('to', { exact: true }).fill(to ?? '');
      await dates.getByRole('button', { name: 'Show' }).click();
      await expect.poll(() => page.url()).toContain(`o=${to}`);
      expect(await page.evaluate('document.activeElement.closest("form").getAttribute("aria-label")')).toBe(
        form,
      );
    }
    await expect
      .poll(() => page.url())
      .toBe(
        `${place.address()}/?period=own&from=2026-01-10&to=2026-01-12&compare=own&compareFrom=2025-12-10&compareTo=2025-12-12`,
      );
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'another period is not the part of the period before it, whose dates are those of the address (skipped without Chromium)',
  async () => {
    const { page } = await place.view(
      '?view=rows&period=own&from=2026-01-10&to=2026-01-12&start=2026-01-11T00:00:00Z&end=2026-01-12T00:00:00Z&statuses=OPEN',
    );
    const dates = page.getByRole('form', { name: 'Dates of the period' });
    await dates.getByLabel('From').fill('2026-01-08');
    await dates.getByRole('button', { name: 'Show' }).click();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Show');
    const own = `${place.address()}/?view=rows&period=own&from=2026-01-08&to=2026-01-12&statuses=OPEN`;
    await expect.poll(() => page.url()).toBe(own);
    await page.goBack();
    await expect.poll(() => dates.getByLabel('From').inputValue()).toBe('2026-01-10');
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'who comes to another view is at its heading (skipped without Chromium)',
  async () => {
    const { page } = await place.view('');
    await page.getByRole('link', { name: 'Workload' }).press('Enter');
    await settled(page);
    expect(await page.evaluate('[document.activeElement.textContent, document.title]')).toEqual([
      'Workload',
      'Workload – deskgraph',
    ]);
    await page.close();
  },
);
