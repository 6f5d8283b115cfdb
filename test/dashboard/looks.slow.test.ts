import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { views } from '../../src/dashboard/address/choices.ts';
import { hasChromium } from '../browser/chromium.ts';
import { importLines } from '../harness/import.ts';
import { lines } from './desk.ts';
import { placeOf } from './place.ts';

const place = placeOf((database) => importLines(database, lines));

/** What the checker of accessibility finds: its rules and where they are broken. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** The page with all that opens open. */
async function opened(page: Page): Promise<Page> {
  await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
  return page;
}

const looks = [
  { width: 1280, colorScheme: 'light' },
  { width: 375, colorScheme: 'dark' },
] as const;

test.skipIf(!hasChromium).each(views.flatMap((view) => looks.map((look) => ({ view, ...look }))))(
  '$view at $width pixels, $colorScheme: nothing is wrong with it for anybody, and nothing sticks out (skipped without Chromium)',
  async ({ view, ...look }) => {
    const { page, problems, hosts } = await place.view(`?view=${view}`, look);
    const wrong = { closed: await findings(page), opened: await findings(await opened(page)) };
    expect(wrong).toEqual({ closed: [], opened: [] });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(look.width);
    expect({ problems, hosts: [...hosts] }).toEqual({ problems: [], hosts: [place.address()] });
    await page.close();
  },
);

test('all scripts together are within what the first view may load', () => {
  const folder = 'dist/dashboard/assets';
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const packed = scripts.map((name) => gzipSync(readFileSync(`${folder}/${name}`)).length);
  expect(scripts.length).toBeGreaterThan(1);
  expect(packed.reduce((sum, size) => sum + size)).toBeLessThan(300_000);
});
