import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { examplesAt } from '../../src/server/examples.ts';
import { graphiqlOptions } from '../../src/server/graphiql.ts';
import { type Listening, listen } from '../../src/server/listen.ts';
import { type Answer, appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';
import { hasChromium, launchChromium } from './chromium.ts';

const now = new Date('2026-02-15T00:00:00Z');

let database: Database;
let server: Listening;
let browser: Browser | undefined;

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, [
    { type: 'account', id: 'acme', name: 'Acme', timeZone: 'UTC' },
    { type: 'mailbox', id: 'm1', name: 'Support' },
    { type: 'user', id: 'u1', name: 'Ben' },
    { type: 'customer', id: 'c1', name: 'Ada' },
  ]);
  const graphiql = graphiqlOptions(now, await tokenFor(database, 'acme'));
  server = await listen(appOf(database, {}, { graphiql }), '127.0.0.1', 0);
});

afterAll(async () => {
  await browser?.close();
  await server.stop(1000);
  await database.close();
});

function operationOf(document: string): string {
  return /query (\w+)/.exec(document)?.[1] ?? '';
}

/** Opens a tab, runs its query and returns the answer, once the page shows it. */
async function runTab(page: Page, operation: string): Promise<Answer['body']> {
  // By the keyboard: GraphiQL moves its tabs about while it starts, away from under a pointer.
  await page.locator('.graphiql-tab-button', { hasText: operation }).press('Enter');
  await page.locator('.graphiql-tab-active', { hasText: operation }).waitFor();
  // GraphiQL reads the operation's name a moment after the document has changed, and would until then send this document
  // with the last one's name. It puts the document into the page's address at the same time.
  await page.waitForURL(({ searchParams }) => operationOf(searchParams.get('query') ?? '') === operation);
  const [response] = await Promise.all([
    page.waitForResponse((candidate) => candidate.request().postDataJSON()?.operationName === operation),
    page.locator('.graphiql-execute-button').click(),
  ]);
  await page.locator('.result-window', { hasText: '"data"' }).waitFor();
  return (await response.json()) as Answer['body'];
}

test.skipIf(!hasChromium)(
  'GraphiQL runs every example in a browser and asks no other host for anything (skipped without Chromium)',
  async () => {
    browser = await launchChromium();
    const page = await browser.newPage();
    page.setDefaultTimeout(90_000);
    const addresses = new Set<string>();
    const problems: string[] = [];
    page.on('request', (request) => addresses.add(new URL(request.url()).origin));
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.goto(`${server.address}/graphql`);
    const operations = examplesAt(now).map(({ query }) => operationOf(query));
    // A tab that is opened before the editor is there changes nothing in it.
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'query' }).first().waitFor();
    expect(await page.locator('.graphiql-tab-button').allTextContents()).toEqual(operations);
    for (const operation of operations) {
      const { data, errors } = await runTab(page, operation);
      expect({ operation, errors }).toEqual({ operation, errors: undefined });
      expect(Object.values(data ?? { none: null })).not.toContain(null);
    }
    expect({ addresses: [...addresses], problems }).toEqual({ addresses: [server.address], problems: [] });
  },
  180_000,
);
