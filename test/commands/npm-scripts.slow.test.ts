import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { hasChromium, launchChromium } from '../browser/chromium.ts';
import { freshPlace } from '../harness/database.ts';

const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Starts a script of package.json as a user would, and waits until it has printed `lines`, whose captures it returns. */
async function startScript(
  script: string,
  settings: Record<string, string>,
  lines: RegExp,
): Promise<{ npm: ChildProcess; addresses: readonly string[] }> {
  const { PATH, HOME } = process.env;
  const npm = spawn('npm', ['run', '--silent', script], {
    env: { PATH, HOME, PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // A group of its own, so that nothing outlives the test even where npm leaves the program running.
  });
  cleanUps.push(async () => endGroup(npm));
  let printed = '';
  for await (const chunk of npm.stdout.iterator({ destroyOnReturn: false })) {
    printed += chunk;
    const [, ...addresses] = lines.exec(printed) ?? [];
    if (addresses.length > 0) return { npm, addresses };
  }
  throw new Error(`npm run ${script} ended: ${printed}`);
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {} // All of the group has ended, as it should.
}

const bothAddresses =
  /deskgraph answers at (http:\/\/127\.0\.0\.1:[1-9]\d*)\/graphql\nmetrics at (http:\/\/127\.0\.0\.1:[1-9]\d*)\/metrics\n/;

/** Looks at both addresses, sends SIGTERM to npm, and looks again once npm has ended. */
async function expectToEndOnSigterm({ npm, addresses }: Awaited<ReturnType<typeof startScript>>) {
  const [address, metrics] = addresses;
  const [live, scrape] = [`${address}/health/live`, `${metrics}/metrics`];
  expect((await fetch(live)).status).toBe(200);
  expect(await (await fetch(scrape)).text()).toContain('\n# TYPE ');
  const exited = once(npm, 'exit');
  npm.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await expect(fetch(live)).rejects.toThrow('fetch failed');
  await expect(fetch(scrape)).rejects.toThrow('fetch failed');
}

test('npm start prints the addresses of both ports 0, and ends on SIGTERM; DASHBOARD=false leaves the page out', async () => {
  const { settings, drop } = await freshPlace();
  cleanUps.push(drop);
  const started = await startScript('start', { ...settings, DASHBOARD: 'false' }, bothAddresses);
  const [address] = started.addresses;
  expect((await fetch(`${address}/`, { headers: { accept: 'text/html' } })).status).toBe(404);
  await expectToEndOnSigterm(started);
});

test('npm run demo does too, and the address that it prints opens signed in, on a month that has conversations', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'deskgraph-test-'));
  cleanUps.push(() => rm(folder, { recursive: true }));
  const lines = new RegExp(`${bothAddresses.source}dashboard at (\\S+)\n`);
  const { npm, addresses } = await startScript('demo', { DATA_DIR: join(folder, 'demo') }, lines);
  if (hasChromium) await expectToOpenSignedIn(addresses[2] ?? '');
  await expectToEndOnSigterm({ npm, addresses });
}, 300_000);

async function expectToOpenSignedIn(printed: string): Promise<void> {
  const browser = await launchChromium();
  cleanUps.push(() => browser.close());
  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(printed);
  const created = page.getByRole('region', { name: 'At a glance' }).locator('dd data').first();
  expect(Number(await created.getAttribute('value'))).toBeGreaterThan(100);
  expect(page.url()).toBe(new URL('/', printed).href);
  await browser.close();
}
