import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { type CommandResult, runCommand, startCommand } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { account, conversation, fullConversation, masters } from './helpdesk.ts';

let place: DatabasePlace;
let folder: string;

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

const rejectsFile = (): Promise<string> => readFile(join(folder, 'file.rejects.ndjson'), 'latin1');

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

test('rejected lines are named, kept byte for byte, and end with code 1; a clean run removes their file', async () => {
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
  expect(await readdir(folder)).toEqual(['file']);
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
