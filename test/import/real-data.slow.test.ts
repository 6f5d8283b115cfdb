import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommand } from '../harness/command.ts';
import { freshPlace } from '../harness/database.ts';

const folder = '../shared/data';

test.runIf(existsSync(folder)).each([
  ['kc311', 80_203],
  ['thunderbird', 47_221],
  ['uci498', 24_918],
])(
  '%s is imported without a reject',
  async (name, conversations) => {
    const place = await freshPlace();
    const { code, stdout, stderr } = await runCommand(['import', `${folder}/${name}.ndjson.gz`], {
      ...place.settings,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^conversation +${conversations} +0$`, 'm'));
    await place.drop();
  },
  300_000,
);
