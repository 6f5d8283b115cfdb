import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Builds and packs a commit, installs the package as its users do, and returns its command line. It is kept for the next time. */
export async function installed(commit: string): Promise<string> {
  const folder = join(tmpdir(), `deskgraph-of-${commit}`);
  const [source, place] = [join(folder, 'source'), join(folder, 'installed')];
  const program = join(place, 'node_modules/deskgraph/dist/main.js');
  if (existsSync(program)) return program;
  await rm(folder, { recursive: true, force: true });
  await mkdir(source, { recursive: true });
  await mkdir(place);
  const archive = spawn('git', ['archive', commit], { stdio: ['ignore', 'pipe', 'inherit'] });
  const extract = spawn('tar', ['-x', '-C', source], { stdio: [archive.stdout, 'inherit', 'inherit'] });
  await once(extract, 'exit');
  const npm = (cwd: string, ...args: string[]) => run('npm', args, { cwd, maxBuffer: 1e8 });
  await npm(source, 'ci', '--no-audit', '--no-fund');
  await npm(source, 'run', 'build');
  await npm(source, 'pack', '--pack-destination', folder);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  await npm(place, 'install', '--no-audit', '--no-fund', join(folder, tarball));
  return program;
}
