import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { satisfies } from 'semver';
import { expect, test } from 'vitest';

interface Locked {
  readonly version: string;
  readonly engines?: { readonly node?: string };
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

const releases = ['20.19.0', '22.13.0', '24.0.0'];

/** Packages of a lock file that refuse a release of Node that deskgraph promises. */
const refusing = (lockFile: string, counts: (entry: Locked, folder: string) => boolean) => {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as { packages: Record<string, Locked> };
  const counted = Object.entries(packages).filter(
    ([folder, entry]) => folder !== '' && counts(entry, folder),
  );
  expect(counted.length).toBeGreaterThan(20);
  return counted.flatMap(([folder, { version, engines: { node = '*' } = {} }]) =>
    releases
      .filter((release) => !satisfies(release, node))
      .map((release) => `${folder} ${version} refuses Node ${release}: it wants ${node}`),
  );
};

test('every package of the checkout that is not there for development alone runs on each Node', () => {
  expect(refusing('package-lock.json', ({ dev, devOptional }) => !dev && !devOptional)).toEqual([]);
});

// They are bundled, so nobody's package manager looks at them.
test('so does what the build puts into the program', () => {
  const bundled = new Set(
    readFileSync('dist/server/yoga-licenses.txt', 'utf8').match(/^\S+ \S+(?=, license )/gm) ?? [],
  );
  expect(bundled.size).toBeGreaterThan(20);
  const isBundled = ({ version }: Locked, folder: string) =>
    bundled.has(`${folder.replace(/.*node_modules\//, '')} ${version}`);
  expect(refusing('package-lock.json', isBundled)).toEqual([]);
});

const hasRegistry = spawnSync('npm', ['view', 'zod', 'version', '--fetch-retries=0']).status === 0;

// Who installs the package gets the newest versions that ranges allow, not those of the lock file.
test.skipIf(!hasRegistry)(
  'and what npm finds today for those who install (skipped without a registry)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskgraph-test-'));
    try {
      const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
      execFileSync('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd: folder });
      expect(refusing(join(folder, 'package-lock.json'), () => true)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  300_000,
);
