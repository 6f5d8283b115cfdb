import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { startCommand } from '../harness/command.ts';
import { freshPlace } from '../harness/database.ts';

const lines = Array.from(generateHelpdesk({ conversations: 3000, seed: 1 }), (line) => `${line}\n`);

// Nobody can take the embedded database away from the process that holds it.
test.runIf(process.env['TEST_DATABASE_URL'])(
  'an import whose database goes says how far it came and ends, though it was counting meanwhile',
  async () => {
    const place = await freshPlace();
    const child = startCommand(['import', '-'], { ...place.settings });
    const closed = once(child, 'close');
    let printed = '';
    child.stdout?.on('data', (bytes) => {
      printed += bytes;
    });
    child.stdin?.on('error', () => {}); // It may have stopped reading.
    child.stdin?.write(lines.slice(0, -600).join(''));
    const { prisma, close } = await openDatabase(place.settings);
    while ((await prisma.conversation.count()) === 0) await sleep(50);
    await close();
    await place.drop();
    child.stdin?.end(lines.slice(-600).join(''));
    const ended = await Promise.race([closed, sleep(25_000, ['still running'])]);
    child.kill('SIGKILL');
    expect(ended).toEqual([3, null]);
    expect(printed).toMatch(/\nconversation +[1-9]\d* /);
  },
);
