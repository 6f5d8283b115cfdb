import { expect, test } from 'vitest';
import { hasChromium } from '../browser/chromium.ts';
import { importLines } from '../harness/import.ts';
import { rows } from '../model/rows.ts';
import { madeUp } from './desk.ts';
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
    await expect.poll(numbers).not.toEqual(first);
    expect([...first, ...(await numbers())]).toEqual(all.slice(0, 100).map(({ number }) => `#${number}`));
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
