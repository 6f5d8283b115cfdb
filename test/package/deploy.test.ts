import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { expect, test } from 'vitest';
import { settingsOf } from '../../src/settings.ts';

const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');
const unit = readFileSync('deploy/deskgraph.service', 'utf8');

const faultsOf = (text: string) => validate(text).map(({ message }) => message);

test('the linter of Dockerfiles finds nothing, and finds what is wrong', () => {
  expect(faultsOf(dockerfile)).toEqual([]);
  expect(faultsOf(dockerfile.replace('EXPOSE 4000', 'EXPOSE all'))).toEqual(['Invalid containerPort: all']);
});

/** What a program says of a file with some text. */
const checkFile = (name: string, text: string, program: string, ...args: string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskgraph-test-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, text);
    return spawnSync(program, [...args, file], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const verify = (text: string) => {
  // systemd-analyze also asks whether the program is there.
  const unit = text.replace('/usr/local/bin/deskgraph', process.execPath);
  const { status, stderr } = checkFile('deskgraph.service', unit, 'systemd-analyze', 'verify', '--man=no');
  return { status, said: stderr.split('\n').filter((line) => line.includes('deskgraph.service')) };
};
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test.skipIf(!hasSystemd)(
  'systemd reads the unit without a word (skipped where there is no systemd-analyze)',
  () => {
    expect(verify(unit)).toEqual({ status: 0, said: [] });
    expect(verify(unit.replace('Type=exec', 'Type=often')).said).toEqual([
      expect.stringContaining('Failed to parse service type'),
    ]);
  },
);

const hasHaproxy = spawnSync('haproxy', ['-v']).status === 0;

test.skipIf(!hasHaproxy)('haproxy takes the configuration (skipped where there is none)', () => {
  const check = (text: string) => {
    const { status, stderr } = checkFile('haproxy.cfg', text, 'haproxy', '-c', '-f');
    return { status, warnings: stderr.match(/WARNING/g) };
  };
  const balancer = readFileSync('deploy/haproxy.cfg', 'utf8');
  expect(check(balancer)).toEqual({ status: 0, warnings: null });
  expect(check(balancer.replace('leastconn', 'fairly')).status).toBe(1);
});

test('both recipes set what the server accepts, and serve what is packed', () => {
  const variables = (line: string | undefined) =>
    Object.fromEntries((line ?? '').split(' ').map((pair) => pair.split('=') as [string, string]));
  expect(settingsOf(variables(/^ENV (.*)$/m.exec(dockerfile)?.[1]))).toMatchObject({
    HOST: '0.0.0.0',
    PORT: 4000,
    DATA_DIR: '/var/lib/deskgraph',
  });
  expect(settingsOf(variables(/^Environment=(.*)$/m.exec(unit)?.[1]))).toMatchObject({
    DATA_DIR: '/var/lib/deskgraph',
  });
  const { bin, files } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect([bin, files]).toEqual([{ deskgraph: 'dist/main.js' }, expect.arrayContaining(['dist', 'deploy'])]);
});
