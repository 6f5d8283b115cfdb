import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { runCommand, startServer } from '../harness/command.ts';
import { settledQuestions } from '../harness/fleet-load.ts';
import { createDatabase } from '../harness/server-database.ts';

// By hand: whether a program of an older commit goes on at a database that this version has migrated. The older one is built, packed
// and installed as its users do; it imports, counts and answers beside this version, and both must answer the same. DATABASE_URL names
// a server, where a database is made for it. `npx tsx test/load/previous-release.ts COMMIT`
const [commit = ''] = process.argv.slice(2);
const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'deskgraph-previous-'));
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

/** Builds and packs a commit, installs the package, and returns its command line. */
async function install(): Promise<string> {
  const [source, installed] = [join(folder, 'source'), join(folder, 'installed')];
  await Promise.all([mkdir(source), mkdir(installed)]);
  const archive = spawn('git', ['archive', commit], { stdio: ['ignore', 'pipe', 'inherit'] });
  const extract = spawn('tar', ['-x', '-C', source], { stdio: [archive.stdout, 'inherit', 'inherit'] });
  await once(extract, 'exit');
  const npm = (cwd: string, ...args: string[]) => run('npm', args, { cwd, maxBuffer: 1e8 });
  await npm(source, 'ci', '--no-audit', '--no-fund');
  await npm(source, 'run', 'build');
  await npm(source, 'pack', '--pack-destination', folder);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  await npm(installed, 'install', '--no-audit', '--no-fund', join(folder, tarball));
  return join(installed, 'node_modules/deskgraph/dist/main.js');
}

const program = await install();
tell(`${commit} is installed`);
const place = await createDatabase(process.env['DATABASE_URL'] ?? '');
const settings = { DATABASE_URL: place.url, DATA_DIR: '' };
await migrateDatabase(settings);
const database = await openDatabase(settings);
const before = (args: string[], input = '') =>
  runCommand(args, { DATABASE_URL: place.url }, input, '.', program);

const generated = await before(['generate', '--conversations', '2000', '--account', 'acme', '--seed', '3']);
const lines = generated.stdout.split('\n');
/** The account and a part of its records. */
const imported = await before(['import', '-'], lines.slice(0, 1500).join('\n'));
tell(`the older one imports with code ${imported.code}: ${imported.stderr.trim().split('\n').at(-1)}`);
const token = await tokenFor(database, 'acme');
const server = await startServer({ DATABASE_URL: place.url, LOG_LEVEL: 'warn' }, program);

async function compare(when: string): Promise<void> {
  const ask = clientOf(database, token);
  let different = 0;
  for (const query of settledQuestions) {
    const answer = await fetch(`${server.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await answer.json()) as { data?: unknown; errors?: unknown };
    const right = (await ask(query)).body.data;
    if (JSON.stringify(data) === JSON.stringify(right)) continue;
    different += 1;
    tell(`${query}\n  older: ${JSON.stringify(errors ?? data)}\n  this: ${JSON.stringify(right)}`);
  }
  tell(`${when}: ${settledQuestions.length - different} of ${settledQuestions.length} answers are the same`);
  if (different > 0) process.exitCode = 1;
}

await compare('after an import by the older one');
const rest = [lines[0], ...lines.slice(1500)].join('\n');
const importedHere = await runCommand(['import', '-'], { DATABASE_URL: place.url }, rest);
tell(`this one imports with code ${importedHere.code}`);
await compare('after an import by this one');
const again = await before(['import', '-'], lines.join('\n'));
tell(`the older one imports all again with code ${again.code}`);
await compare('after an import by the older one again');
await refreshRollups(database);
await compare('after all is counted by this one');
const { code, log } = await server.stop();
tell(`the older server ends with code ${code}${log && `, having logged ${log}`}`);
await database.close();
await place.drop();
await rm(folder, { recursive: true });
