import { expect, test } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { readNamed, secretOf } from './options.ts';

test('a secret stands without the blanks around it', () => {
  expect(secretOf(' CANARY-token\n', 'the variable TOKEN', 'a token')).toBe('CANARY-token');
});

test.each([undefined, '', ' \n', 'CANARY\ntoken', 'CANARY\u0000', 'CANARY token', 'CANARY-tökén'])(
  'what no header can carry is refused and not told: %j',
  (text) => {
    const read = (): string => secretOf(text, 'the variable TOKEN', 'a token');
    expect(read).toThrow(UsageError);
    expect(read).toThrow(/^the variable TOKEN must hold a token/);
    expect(read).not.toThrow(/CANARY/);
  },
);

test('a file that an option names and that is not there is told of', () => {
  expect(() => readNamed('--ca-file', '/nowhere/ca.pem')).toThrow(
    new UsageError('--ca-file: ENOENT: /nowhere/ca.pem'),
  );
});
