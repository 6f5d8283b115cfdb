import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { runCommand } from '../harness/command.ts';

const kilobyte = 1024;
/** Too little for what is imported, and enough for the engine to begin another file of its log, of 16 MB, when it starts. */
const leftOver = 20_000 * kilobyte;

/** A small disk in memory; undefined where this machine gives none, as it does to root alone. */
async function mountDisk(): Promise<string | undefined> {
  const disk = await mkdtemp(join(tmpdir(), 'deskgraph-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'tmpfs', disk], { stdio: 'ignore' });
    return disk;
  } catch {
    await rm(disk, { recursive: true });
    return undefined;
  }
}

const helpdesk = (conversations: number): string =>
  Array.from(generateHelpdesk({ conversations, seed: 1 }), (line) => `${line}\n`).join('');

async function conversationsIn(dataDir: string): Promise<number> {
  const { prisma, close } = await openDatabase({ DATA_DIR: dataDir });
  const count = await prisma.conversation.count({ where: { accountKey: 1 } });
  await close();
  return count;
}

async function fill(disk: string): Promise<string> {
  const { bavail, bsize } = await statfs(disk);
  const filler = join(disk, 'filler');
  await writeFile(filler, Buffer.alloc(bavail * bsize - leftOver));
  return filler;
}

// Only the embedded database writes to the disk itself.
const isEmbedded = !process.env['TEST_DATABASE_URL'];

test.runIf(isEmbedded)(
  'an import that fills the disk says so, and what was stored stays',
  async ({ skip }) => {
    const disk = await mountDisk();
    if (disk === undefined) return skip('no disk can be mounted');
    try {
      const place = { DATA_DIR: join(disk, 'data') };
      expect(await runCommand(['import', '-'], place, helpdesk(200))).toMatchObject({ code: 0 });
      const filler = await fill(disk);
      const { code, stderr } = await runCommand(['import', '-'], place, helpdesk(8000));
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/no space left on device/i);
      await rm(filler);
      expect(await conversationsIn(place.DATA_DIR)).toBeGreaterThanOrEqual(200);
    } finally {
      execFileSync('umount', [disk]);
      await rm(disk, { recursive: true });
    }
  },
);
