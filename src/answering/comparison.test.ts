import { expect, test } from 'vitest';
import { deltaOf } from './comparison.ts';

test.each([
  ["Help Scout's conversations", 1816, 2080, -12.692307692307692],
  ["Help Scout's conversations a day", 60, 67, -10.44776119402985],
  ['twice as many', 2, 1, 100],
  ['none any more', 0, 3, -100],
  ['none at all', 0, 0, 0],
  ['none before', 3, 0, null],
  ['nothing now', null, 3, null],
  ['nothing before', 3, null, null],
])('the delta of %s', (_case, current, previous, expected) => {
  const delta = deltaOf(current, previous);
  if (expected === null) expect(delta).toBeNull();
  else expect(delta).toBeCloseTo(expected, 10);
});
