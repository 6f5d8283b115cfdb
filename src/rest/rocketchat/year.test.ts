import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { isMoreThanAYear } from './year.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

test.each([
  ['2024-01-01', '2025-01-04', false],
  ['2024-01-01', '2025-01-05', true],
  ['2024-02-29', '2025-03-03', false],
  ['2024-02-29', '2025-03-04', true],
  ['2023-02-28', '2024-02-29', false],
  ['2024-01-31', '2025-01-31', false],
  ['2024-05-31', '2025-06-03', false],
  ['2024-05-31', '2025-06-05', true],
  ['2024-03-01', '2024-03-01', false],
  ['2026-01-01', '2024-01-01', false],
  ['0001-01-01', '9999-12-31', true],
])('from %s to %s: %s', (start, end, isMore) => {
  expect(isMoreThanAYear(day(start), day(end))).toBe(isMore);
});
