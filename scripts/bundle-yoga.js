// Puts GraphQL Yoga's code into the two built modules that lead to it, and its licences beside them: see src/server/yoga.ts.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

const { metafile } = await build({
  entryPoints: ['src/server/yoga.ts', 'src/server/graphiql-page.ts'],
  outdir: 'dist/server',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // What is installed beside deskgraph stays outside: two copies of graphql would not know each other's schemas.
  external: Object.keys(dependencies),
  // Some of what is bundled is CommonJS and requires Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
});

const inside = /^node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/;
const folders = new Set(Object.keys(metafile.inputs).flatMap((file) => file.match(inside)?.[0] ?? []));
writeFileSync('dist/server/yoga-licenses.txt', [...folders].sort().map(licenseOf).join('\n\n'));

/** Name, version and licence of a bundled package: its text, or only its name where none is shipped. */
function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
  const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
  return `${name} ${version}, license ${license}${text}\n`;
}
