import { expect, test } from 'vitest';
import { hasChromium } from '../browser/chromium.ts';
import { importRecords } from '../harness/import.ts';
import { now } from './desk.ts';
import { placeOf } from './place.ts';
import { settled } from './visit.ts';

const place = placeOf(async (database) => {
  for (const [id, plan] of [
    ['kiesel', 'PRO'],
    ['thrift', 'STANDARD'],
  ])
    await importRecords(database, [
      { type: 'account', id, name: `${id} Ltd`, timeZone: 'UTC', plan },
      { type: 'mailbox', id: 'm1', name: 'Support' },
    ]);
});

test.skipIf(!hasChromium)(
  'a token is pasted once, kept in the tab alone, and forgotten on signing out (skipped without Chromium)',
  async () => {
    const token = await place.token('kiesel');
    const { page } = await place.visit('/');
    await page.getByLabel('Access token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await settled(page);
    const kept =
      '[JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), location.href, document.cookie]';
    expect(await page.evaluate(kept)).toEqual([
      '{}',
      `{"deskgraph-token":"${token}"}`,
      `${place.address()}/`,
      '',
    ]);
    await page.reload();
    await settled(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Access token').waitFor();
    expect(await page.evaluate(kept)).toEqual(['{}', '{}', `${place.address()}/`, '']);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'a token in the fragment is taken out of the address and of the history (skipped without Chromium)',
  async () => {
    const token = await place.token('kiesel');
    const { page } = await place.visit(`/?view=rows#token=${token}`);
    await settled(page);
    expect([page.url(), await page.evaluate('history.length')]).toEqual([`${place.address()}/?view=rows`, 2]);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'a link with a token is taken in a tab that is open already (skipped without Chromium)',
  async () => {
    const { page } = await place.view('?view=rows');
    const token = await place.token('kiesel');
    await page.evaluate((fragment) => location.assign(fragment), `#token=${token}`);
    await page.waitForFunction((brought) => sessionStorage.getItem('deskgraph-token') === brought, token);
    await settled(page);
    expect(page.url()).toBe(`${place.address()}/?view=rows`);
    await page.close();
  },
);

test.skipIf(!hasChromium)(
  'the page takes nothing from elsewhere, and nothing that is written into it',
  async () => {
    const { headers } = await fetch(place.address());
    expect(headers.get('content-security-policy')?.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
    ]);
  },
);

const old = new Date(now.getTime() - 1000);

test.skipIf(!hasChromium).each([
  ['an unknown token', 'kiesel', 'unknown', 'This token is unknown, revoked or expired'],
  ['what can be no token', 'kiesel', '\u{1f511}', 'This token is unknown, revoked or expired'],
  [
    'an expired token',
    'kiesel',
    { createdAt: old, expiresAt: old },
    'This token is unknown, revoked or expired',
  ],
  [
    'a token without the permission',
    'kiesel',
    { permissions: [] },
    'Ask for one with the permission reports:read',
  ],
  ['an account of the plan STANDARD', 'thrift', {}, 'they come with Plus and Pro'],
])('%s is told what to do (skipped without Chromium)', async (_, account, limits, said) => {
  const token = typeof limits === 'string' ? limits : await place.token(account, limits);
  const { page, problems } = await place.visit(`/#token=${token}`);
  expect(await page.getByRole('alert').textContent()).toContain(said);
  // The browser itself reports that a request was refused.
  expect(problems.filter((problem) => !problem.includes('Failed to load resource'))).toEqual([]);
  await page.close();
});
