import { expect, test } from 'vitest';
import { operationLabels } from './operation-labels.ts';

const times = (count: number, work: () => string) => Array.from({ length: count }, work);

test('a name is a label from the tenth time on', () => {
  const labelOf = operationLabels();
  expect(times(12, () => labelOf('Wall'))).toEqual([...times(9, () => 'other'), 'Wall', 'Wall', 'Wall']);
  expect(labelOf('Once')).toBe('other');
  expect(labelOf()).toBe('');
});

test('persisted names are labels from the start', () => {
  const texts = ['query One { account { id } } query Two { account { id } }', '{ account { id } }'];
  const labelOf = operationLabels({ textOf: new Map(texts.map((text) => [text, text])) });
  expect(['One', 'Two', 'Three'].map(labelOf)).toEqual(['One', 'Two', 'other']);
});

test('made-up names neither crowd out a known one nor become labels without end', () => {
  const labelOf = operationLabels();
  const made = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  for (const name of made(5000, 'once')) {
    labelOf(name);
    labelOf('Wall');
  }
  expect(labelOf('Wall')).toBe('Wall');
  const often = made(500, 'often');
  for (const name of often) times(10, () => labelOf(name));
  expect(often.filter((name) => labelOf(name) === name)).toHaveLength(199);
  expect(labelOf('Wall')).toBe('Wall');
});
