import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

// A development dependency that the built program imports is there for everybody but those who install the package.
test('the built program imports nothing but Node and what package.json declares', async () => {
  const { metafile } = await build({
    entryPoints: ['dist/main.js'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    splitting: true,
    outdir: 'unwritten',
    packages: 'external',
    logLevel: 'silent',
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external, path }) => external && !isBuiltin(path)).map(({ path }) => packageOf(path)),
  );
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(imported).toContain('graphql');
  expect(imported.filter((name) => !(name in dependencies))).toEqual([]);
});

const packageOf = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
