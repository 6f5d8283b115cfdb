import { Command } from 'commander';
import { expect, test } from 'vitest';
import { registerGenerate } from './generate.ts';

async function messageOf(args: string[]): Promise<string> {
  const messages: string[] = [];
  const program = new Command()
    .exitOverride()
    .configureOutput({ writeErr: (message) => messages.push(message) });
  registerGenerate(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  await expect(program.parseAsync(['generate', ...args], { from: 'user' })).rejects.toThrow();
  return messages.join('');
}

const invalid = (option: string, value: string, rule: string) =>
  `error: option '${option} <n>' argument '${value}' is invalid. It must be an integer from ${rule}.\n`;

test.each([
  [[], "error: required option '--conversations <n>' not specified\n"],
  [['--conversations', '0'], invalid('--conversations', '0', '1 to 2147483647')],
  [['--conversations', '2147483648'], invalid('--conversations', '2147483648', '1 to 2147483647')],
  [['--conversations', '1e3'], invalid('--conversations', '1e3', '1 to 2147483647')],
  [['--conversations', '5', '--seed', '-1'], invalid('--seed', '-1', '0 to 9007199254740991')],
])('%j is refused in one line that says why', async (args, message) => {
  expect(await messageOf(args)).toBe(message);
});
