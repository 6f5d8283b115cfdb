import type { Browser, Page } from 'playwright-core';
import type { Database } from '../../src/database/client.ts';
import { readDashboard } from '../../src/server/dashboard.ts';
import { type Listening, listen } from '../../src/server/listen.ts';
import { appOf } from '../harness/app.ts';
import { now } from './desk.ts';

/** The whole service with the built dashboard, on a port of its own or on the given one. */
export async function serveDashboard(database: Database, port = 0): Promise<Listening> {
  return listen(appOf(database, {}, { dashboard: await readDashboard() }), '127.0.0.1', port);
}

/** A page of the dashboard, what went wrong on it, and the hosts that it has asked. */
export interface Visit {
  readonly page: Page;
  readonly problems: readonly string[];
  readonly hosts: ReadonlySet<string>;
}

export interface Look {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Opens an address in a tab of its own, on 1 February 2026 in New York and in English. */
export async function visit(
  browser: Browser,
  address: string,
  { width = 1280, ...look }: Look = {},
): Promise<Visit> {
  const page = await browser.newPage({
    locale: 'en-US',
    timezoneId: 'America/New_York',
    viewport: { width, height: 900 },
    ...look,
  });
  const problems: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('request', (request) => hosts.add(new URL(request.url()).origin));
  await page.clock.setFixedTime(now);
  await page.goto(address);
  return { page, problems, hosts };
}

/** Waits until nothing on the page is on its way, charts included. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h2').first().waitFor();
  await page.locator('[aria-busy=true], .chart:empty').first().waitFor({ state: 'detached' });
}
