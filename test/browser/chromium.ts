import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Debian has it as the package chromium; CHROMIUM names another. Tests that need it are skipped where there is none. */
export const hasChromium = existsSync(executablePath);

// What a browser asks by itself of hosts of its maker would only look like the page's doing.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with an empty profile of its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args });
}
