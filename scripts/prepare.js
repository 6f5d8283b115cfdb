// npm's `prepare`: generates Prisma's client, builds, and packs the empty database, where the sources and all development
// dependencies are there. A packed tarball is built already; a checkout without the tools is told how to get a build.
import { execSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const hasTools = Object.keys(devDependencies).every((name) => existsSync(`node_modules/${name}`));

if (existsSync('src') && hasTools) {
  for (const step of ['prisma generate', 'npm run build', 'node dist/database/pack-empty.js'])
    execSync(step, { stdio: 'inherit' });
} else if (!existsSync('dist/main.js')) {
  console.error(
    'deskgraph is not built yet, and the tools that build it are development dependencies: run `npm ci`, then `npm prune --omit=dev`.',
  );
}
