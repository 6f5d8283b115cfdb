import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { type CommandResult, runCommand, startCommand } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { account, conversation, fullConversation, masters } from './helpdesk.ts';

let place: DatabasePlace;
let folder: string;

afterEach(() => Promise.all([1, 2].map((count) => rm(rejectsPath(count), { force: true }))));

beforeAll(async () => {
  place = await freshPlace();
  folder = await mkdtemp(join(tmpdir(), 'deskgraph-import-'));
});

afterAll(async () => {
  await place.drop();
  await rm(folder, { recursive: true });
});

function linesOf(...records: object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

async function importFile(content: string | Buffer, ...others: string[]): Promise<CommandResult> {
  await writeFile(join(folder, 'file'), content);
  const result = await runCommand(['import', join(folder, 'file'), ...others], { ...place.settings });
  return { ...result, stderr: result.stderr.replaceAll(`${folder}/`, '') };
}

const rejectsPath = (count = 1): string => join(folder, `file.rejects${count > 1 ? `.${count}` : ''}.ndjson`);
const rejectsFile = (): Promise<string> => readFile(rejectsPath(), 'latin1');

const good = linesOf(account, ...masters, fullConversation);

/** The tally without the lines that tell time and memory. */
function tableOf({ stdout }: CommandResult): string[][] {
  return stdout
    .split('\n')
    .slice(1, -4)
    .map((line) => line.split(/ +/));
}

test('an import ends with a tally and code 0, and prints nothing else', async () => {
  const result = await importFile(good);
  expect({ ...result, stdout: tableOf(result) }).toEqual({
    code: 0,
    stderr: '',
    stdout: [
      ['account', '1', '0'],
      ['mailbox', '1', '0'],
      ['folder', '1', '0'],
      ['user', '1', '0'],
      ['customer', '1', '0'],
      ['team', '1', '0'],
      ['tag', '2', '0'],
      ['savedReply', '1', '0'],
      ['workflow', '1', '0'],
      ['customField', '2', '0'],
      ['conversation', '1', '0'],
    ],
  });
  expect(result.stdout).toMatch(
    /\n\d+\.\d s \(\d+\.\d s of it to count ahead of time\), \d+ conversations a second, at most \d+ MB of memory\n$/,
  );
});

test('rejected lines are named, kept byte for byte, and end with code 1; a clean run leaves their file', async () => {
  const bad = `{"type":"user","id":"z","nmae":"\u001b"}\r\n{"caf\xe9\n`;
  const result = await importFile(Buffer.concat([Buffer.from(good), Buffer.from(bad, 'latin1')]));
  expect(result.code).toBe(1);
  expect(result.stderr.split('\n')).toEqual([
    expect.stringMatching(/^file:14: not JSON: Bad control character/),
    'file:15: not UTF-8',
    'file: 2 rejected, all of them in file.rejects.ndjson',
    '',
  ]);
  expect(tableOf(result).slice(-1)).toEqual([['unreadable', '0', '2']]);
  expect(await rejectsFile()).toBe(bad);
  await importFile(good);
  expect((await readdir(folder)).sort()).toEqual(['file', 'file.rejects.ndjson']);
  expect(await rejectsFile()).toBe(bad);
});

test('what bears the name of a rejects file is never opened: the next free name is taken', async () => {
  const other = join(folder, 'other');
  await rm(rejectsPath(), { force: true });
  await symlink(other, rejectsPath());
  await mkdir(rejectsPath(2));
  await writeFile(rejectsPath(3), 'mine');
  const { code, stderr } = await importFile(`${good}junk\n`);
  expect({ code, last: stderr.split('\n').at(-2) }).toEqual({
    code: 1,
    last: 'file: 1 rejected, all of them in file.rejects.4.ndjson',
  });
  expect(await readFile(rejectsPath(4), 'utf8')).toBe('junk\n');
  expect(await readFile(rejectsPath(3), 'utf8')).toBe('mine');
  await expect(stat(other)).rejects.toThrow('ENOENT');
  await Promise.all([1, 2, 3, 4].map((count) => rm(rejectsPath(count), { recursive: true })));
});

test.each([0o600, 0o644, 0o666, 0o440])(
  'a rejects file has the permissions of its input: %o',
  async (mode) => {
    const path = join(folder, `mode-${mode}`);
    await writeFile(path, `${good}junk\n`, { mode });
    await chmod(path, mode);
    await runCommand(['import', path], { ...place.settings });
    expect((await stat(`${path}.rejects.ndjson`)).mode & 0o777).toBe(mode);
  },
);

test('a mended rejects file is imported together with its input', async () => {
  const path = join(folder, 'week');
  const mended = linesOf(account, { type: 'tag', id: 'mended', name: 'Mended' });
  await writeFile(path, `${good}${linesOf({ type: 'tag', id: '1', name: 'Mended' })}`);
  await writeFile(`${path}.rejects.ndjson`, mended);
  const result = await runCommand(['import', path, `${path}.rejects.ndjson`], { ...place.settings });
  expect({ code: result.code, tags: tableOf(result).find(([type]) => type === 'tag') }).toEqual({
    code: 1,
    tags: ['tag', '3', '1'],
  });
  expect(await readFile(`${path}.rejects.ndjson`, 'utf8')).toBe(mended);
  expect(await readFile(`${path}.rejects.2.ndjson`, 'utf8')).toContain('"id":"1"');
});

test('rejects of standard input have a file of their own for each run, for nobody else to read', async () => {
  const cwd = await mkdtemp(join(folder, 'piped-'));
  for (const name of ['first', 'second', 'third'])
    await runCommand(['import', '-'], { ...place.settings }, `${good}${name}\n`, cwd);
  const names = (await readdir(cwd)).filter((name) =>
    /^stdin\.rejects\.\d{8}T\d{6}Z(\.\d)?\.ndjson$/.test(name),
  );
  const kept = await Promise.all(names.map((name) => readFile(join(cwd, name), 'utf8')));
  expect(kept.sort()).toEqual(['first\n', 'second\n', 'third\n']);
  for (const name of names) expect((await stat(join(cwd, name))).mode & 0o777).toBe(0o600);
});

test('messages that nobody reads stop neither the import nor the writing of rejects', async () => {
  const path = join(folder, 'many');
  const bad = '{"type":"tag","id":"1","name":"not allowed"}\n'.repeat(3000);
  await writeFile(path, `${linesOf(account)}${bad}${linesOf({ type: 'tag', id: 'last', name: 'Last' })}`);
  const child = startCommand(['import', path], { ...place.settings });
  const ended = once(child, 'close');
  child.stderr?.destroy();
  let out = '';
  child.stdout?.on('data', (bytes) => {
    out += bytes;
  });
  expect(await ended).toEqual([1, null]);
  expect(out).toMatch(/\ntag +1 +3000\n/);
  expect(await readFile(`${path}.rejects.ndjson`, 'utf8')).toBe(bad);
});

test('an import that stops on its way says how far it came, and ends with code 3', async () => {
  const { settings, drop } = await freshPlace();
  const { prisma, close } = await openDatabase(settings);
  await prisma.$executeRaw`alter table tags add constraint tags_refused check (id <> 'refused') not valid`;
  await close();
  const path = join(folder, 'stopped');
  // A batch is a megabyte.
  const users = Array.from({ length: 200 }, (_, id) => ({ type: 'user', id, name: 'x'.repeat(10_000) }));
  await writeFile(path, linesOf(account, ...users, { type: 'tag', id: 'refused', name: 'R' }));
  const result = await runCommand(['import', path], { ...settings });
  const stored = Number(/\nuser +(\d+)/.exec(result.stdout)?.[1]);
  expect(stored).toBeGreaterThan(90);
  expect({ code: result.code, stderr: result.stderr }).toEqual({
    code: 3,
    stderr: expect.stringMatching(
      new RegExp(`^deskgraph: the import stopped after ${stored + 1} records: .*tags_refused[^\n]*\n$`),
    ),
  });
  await drop();
});

test('what stands behind gzip is skipped and told, and ends with code 0', async () => {
  const { code, stderr } = await importFile(Buffer.concat([gzipSync(good), Buffer.from('\n\n')]));
  const message = 'file: 2 bytes behind its gzip members were skipped: they are not gzip\n';
  expect({ code, stderr }).toEqual({ code: 0, stderr: message });
});

test('the help names the format, where it is written down, and the exit codes', async () => {
  const { code, stdout } = await runCommand(['import', '--help']);
  expect(code).toBe(0);
  const path = /\n(\/.*import-format\.md)\n/.exec(stdout)?.[1] ?? '';
  expect(await readFile(path, 'utf8')).toMatch(/^# /);
  expect(stdout.match(/^ {2}\d {2}/gm)).toEqual(['  0  ', '  1  ', '  2  ', '  3  ']);
});

test('all of many rejects are named', async () => {
  const bad = Array.from({ length: 30 }, (_, index) => ({ type: 'user', id: index }));
  const { code, stderr } = await importFile(linesOf(account, ...bad));
  const named = bad.map(({ id }) => `file:${id + 2} user ${id}: name: is missing`);
  const summary = 'file: 30 rejected, all of them in file.rejects.ndjson';
  expect({ code, lines: stderr.split('\n') }).toEqual({ code: 1, lines: [...named, summary, ''] });
});

test('gzip that is cut off is imported as far as it goes', async () => {
  const packed = gzipSync(good + linesOf({ ...conversation, id: 'b' }));
  const { code, stderr } = await importFile(packed.subarray(0, -8));
  const reject = 'file:15: the input breaks off here: unexpected end of file';
  const summary = 'file: 1 rejected, all of them in file.rejects.ndjson';
  expect({ code, lines: stderr.split('\n') }).toEqual({ code: 1, lines: [reject, summary, ''] });
});

test('standard input', async () => {
  const result = await runCommand(['import', '-'], { ...place.settings }, good);
  expect({ ...result, stdout: tableOf(result).length }).toEqual({ code: 0, stdout: 11, stderr: '' });
});

test('of several files one may fail', async () => {
  await writeFile(join(folder, 'none'), linesOf(...masters));
  const result = await importFile(good, join(folder, 'none'));
  expect({ ...result, stdout: tableOf(result).length }).toEqual({
    code: 1,
    stdout: 11,
    stderr: 'deskgraph: none:1: the first record must be the account; nothing was imported\n',
  });
});

test('an import that fails gives its database back and ends', async () => {
  const { settings, drop } = await freshPlace();
  const { prisma, close } = await openDatabase(settings);
  await prisma.$executeRaw`alter table users add constraint users_refused check (account_key is null) not valid`;
  await close();
  await writeFile(join(folder, 'file'), good);
  const child = startCommand(['import', join(folder, 'file')], { ...settings });
  const ended = once(child, 'close');
  const [message] = await once(child.stderr ?? child, 'data');
  expect(String(message)).toMatch(/^deskgraph: the import stopped after 0 records: .*users_refused/);
  // Its connections would stay for ten seconds.
  expect(await Promise.race([ended, sleep(5000, 'still running')])).toEqual([2, null]);
  if (!settings.DATABASE_URL) expect(await readdir(settings.DATA_DIR)).toEqual(['pgdata']);
  await drop();
});

test.each([
  [[], "deskgraph: missing required argument 'files'\n"],
  [['README.md', 'nowhere'], /^deskgraph: nowhere cannot be read: ENOENT[^\n]*\n$/],
  [['test'], 'deskgraph: test is a folder; name the files in it\n'],
  [
    ['package.json'],
    /^deskgraph: package.json:1: the first record must be the account \(not JSON: [^\n]*\n$/,
  ],
])('import %j does nothing and ends with code 2', async (files, stderr) => {
  const message = typeof stderr === 'string' ? stderr : expect.stringMatching(stderr);
  const result = await runCommand(['import', ...files], { ...place.settings });
  expect(result).toEqual({ code: 2, stdout: '', stderr: message });
});
