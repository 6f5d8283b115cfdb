import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { NewToken } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import type { Listening } from '../../src/server/listen.ts';
import { hasChromium, launchChromium } from '../browser/chromium.ts';
import { tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { type Look, serveDashboard, settled, type Visit, visit } from './visit.ts';

/** A database with an account, a server with the dashboard, and a browser, for the tests of one file. */
export interface Place {
  readonly address: () => string;
  readonly token: (account: string, limits?: Partial<NewToken>) => Promise<string>;
  /** Opens an address below the server's in a tab of its own. */
  readonly visit: (address: string, look?: Look) => Promise<Visit>;
  /** The same signed in to the account, when all is there. */
  readonly view: (search: string, look?: Look) => Promise<Visit>;
  /** Takes the server away, and brings it back at the same address. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** Makes a place before the tests of a file and takes it away after them; `fill` brings the records, of an account `kiesel`. */
export function placeOf(fill: (database: Database) => Promise<unknown>): Place {
  let database: Database;
  let server: Listening;
  let browser: Browser;
  let kiesel: string;
  beforeAll(async () => {
    expect.addEqualityTesters([areClose]);
    if (!hasChromium) return;
    database = await freshDatabase();
    await fill(database);
    kiesel = await tokenFor(database, 'kiesel');
    server = await serveDashboard(database);
    browser = await launchChromium();
  });
  afterAll(async () => {
    if (!hasChromium) return;
    await browser.close();
    await server.stop(1000);
    await database.close();
  });
  const open = (address: string, look?: Look): Promise<Visit> =>
    visit(browser, `${server.address}${address}`, look);
  return {
    address: () => server.address,
    token: (account, limits) => tokenFor(database, account, limits),
    visit: open,
    view: async (search, look) => {
      const visited = await open(`/${search}#token=${kiesel}`, look);
      await settled(visited.page);
      return visited;
    },
    stop: () => server.stop(0),
    start: async () => {
      server = await serveDashboard(database, Number(new URL(server.address).port));
    },
  };
}
