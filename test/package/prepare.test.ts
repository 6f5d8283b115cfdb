import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const advice =
  'deskgraph is not built yet, and the tools that build it are development dependencies: run `npm ci`, then `npm prune --omit=dev`.\n';

// With the tools it builds, as every `npm ci` shows.
test.each([
  {
    what: 'a checkout without development dependencies says how to build',
    there: ['src/main.ts'],
    said: advice,
  },
  {
    what: 'one with only some of the tools as well',
    there: ['src/main.ts', 'node_modules/typescript/package.json', 'node_modules/prisma/package.json'],
    said: advice,
  },
  { what: 'a checkout that is built keeps its build', there: ['src/main.ts', 'dist/main.js'], said: '' },
  { what: 'an unpacked tarball has nothing to build', there: ['dist/main.js'], said: '' },
])('prepare: $what', ({ there, said }) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskgraph-test-'));
  try {
    for (const file of ['package.json', 'scripts/prepare.js']) cpSync(file, join(folder, file));
    for (const file of there) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/prepare.js'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: said });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
