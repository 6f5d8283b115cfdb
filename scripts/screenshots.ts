import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../test/browser/chromium.ts';

// Makes the README's pictures of the dashboard out of the demo, after `npm run build`.
const folder = await mkdtemp(join(tmpdir(), 'deskgraph-screenshots-'));
const demo = spawn(process.execPath, ['dist/main.js', 'demo'], {
  env: { ...process.env, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await launchChromium();
try {
  const address = await addressOf(demo);
  for (const colorScheme of ['light', 'dark'] as const) await take(browser, address, colorScheme);
} finally {
  await browser.close();
  demo.kill();
  if (demo.exitCode === null) await once(demo, 'exit');
  await rm(folder, { recursive: true });
}

/** The address that the demo prints once it answers. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let printed = '';
  for await (const chunk of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    printed += chunk;
    const [, address] = /dashboard at (\S+)\n/.exec(printed) ?? [];
    if (address) return address;
  }
  throw new Error(`the demo ended: ${printed}`);
}

async function take(by: Browser, address: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const page = await by.newPage({ viewport: { width: 1280, height: 1000 }, locale: 'en-US', colorScheme });
  await page.goto(address);
  await page.locator('h2').first().waitFor();
  await page.locator('[aria-busy=true], .chart:empty').first().waitFor({ state: 'detached' });
  await page.screenshot({ path: `docs/dashboard-${colorScheme}.png` });
  await page.close();
}
