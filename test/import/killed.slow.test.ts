import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { runCommand, startCommand } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { dumpWithRollups } from '../harness/dump.ts';

/** More than a batch holds. */
const conversations = 3000;

const helpdesk = Array.from(generateHelpdesk({ conversations, seed: 1 }), (line) => `${line}\n`).join('');

/** How much of the helpdesk a run is given, and the milliseconds that it then has. */
const moments = [
  [0.05, 0],
  [0.5, 0],
  [0.7, 4000],
  [0.99, 0],
] as const;

async function dumpOf({ settings }: DatabasePlace) {
  const database = await openDatabase(settings);
  const found = await dumpWithRollups(database);
  await database.close();
  return found;
}

/** Gives an import a share of the helpdesk, kills it some milliseconds after it has read that, and tells what is stored. */
async function conversationsAfterKill(place: DatabasePlace, share: number, delay: number): Promise<number> {
  const child: ChildProcess = startCommand(['import', '-'], { ...place.settings });
  const { stdin } = child;
  if (!stdin) throw new Error('the command has no standard input');
  const killed = once(child, 'close');
  await new Promise<void>((resolve) => {
    stdin.write(helpdesk.slice(0, helpdesk.length * share), () => resolve());
  });
  await sleep(delay);
  child.kill('SIGKILL');
  expect(await killed).toEqual([null, 'SIGKILL']);
  return (await dumpOf(place)).conversations.length;
}

test('an import that is killed again and again and then run once leaves what one undisturbed run leaves', async () => {
  const [undisturbed, disturbed] = [await freshPlace(), await freshPlace()];
  expect(await runCommand(['import', '-'], { ...undisturbed.settings }, helpdesk)).toMatchObject({ code: 0 });
  const whole = await dumpOf(undisturbed);
  expect(whole.conversations.length).toBe(conversations);
  expect(whole.monthly_counts.length).toBeGreaterThan(2000);
  expect(whole.stale_days).toEqual([]);

  const stored: number[] = [];
  for (const [share, delay] of moments) {
    stored.push(await conversationsAfterKill(disturbed, share, delay));
  }
  expect(stored.filter((count) => count > 0 && count < conversations)).not.toEqual([]);
  expect(await runCommand(['import', '-'], { ...disturbed.settings }, helpdesk)).toMatchObject({ code: 0 });
  expect(await dumpOf(disturbed)).toEqual(whole);
  await undisturbed.drop();
  await disturbed.drop();
}, 300_000);
