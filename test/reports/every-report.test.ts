import { readdirSync, readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { reports } from '../../src/reports/index.ts';
import { schema } from '../../src/schema/schema.ts';
import { examplesAt } from '../../src/server/examples.ts';
import { type Read, readsOf } from '../../src/server/limits/reads.ts';

// What docs/add-a-report.md asks of a report besides its folder: this test tells whoever adds one what is still missing.
const names = reports.map(({ name }) => name);
const root = new URL('../../', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const models = readdirSync(new URL('test/model/', root)).map((file) => ({
  file,
  text: textOf(`test/model/${file}`),
}));
const modelTests = models.filter(({ file }) => file.endsWith('.slow.test.ts'));

/** The files of `test/model` that name a report in backticks, and that a test there imports. */
function modelsOf(report: string): string[] {
  return models
    .filter(({ text }) => text.includes(`\`${report}\``))
    .map(({ file }) => file)
    .filter((file) => modelTests.some(({ text }) => text.includes(`from './${file}'`)));
}

const period = {
  start: Temporal.Instant.from('2026-01-01T00:00:00Z'),
  end: Temporal.Instant.from('2026-02-01T00:00:00Z'),
};

/** What the limits reckon a value of a report to take; a name that they have never heard of takes the most. */
function weightOf(name: string): readonly Read[] {
  const selected = [{ name: 'current', isValue: false, below: () => [] }];
  const asked = { period, previous: undefined, filter: ['tags'], isInOtherZone: false, isLimited: false };
  return readsOf({ ...asked, name, selected });
}

test('all reports are listed in src/reports/index.ts', () => {
  const fields = Object.keys(schema.getQueryType()?.getFields() ?? {});
  expect(names.toSorted()).toEqual(fields.filter((field) => field.endsWith('Report')).sort());
});

describe.each(names)('%s', (report) => {
  test('has a tab in GraphiQL, the example that it declares', () => {
    const tabs = examplesAt(new Date()).map(({ query }) => query);
    expect(tabs.filter((query) => new RegExp(`\\b${report}\\b`).test(query))).not.toEqual([]);
  });

  test('has a row in the table of README.md', () => {
    expect(textOf('README.md')).toContain(`| \`${report}\` |`);
  });

  test('has a weight of its own, by what it declares to read', () => {
    expect(weightOf(report)).not.toEqual(weightOf('unknownReport'));
  });

  test('is among the worst queries, by which its weight is measured (test/load/worst-queries.ts)', () => {
    expect(textOf('test/load/worst-queries.ts')).toContain(`${report}(`);
  });

  test('has a model that names it, and that a test runs (test/model/*.slow.test.ts)', () => {
    expect(modelsOf(report)).not.toEqual([]);
  });

  test('has a case in the benchmark (bench/cases.ts or bench/more-cases.ts)', () => {
    const cases = ['bench/cases.ts', 'bench/more-cases.ts'].map(textOf).join('');
    expect(cases).toMatch(new RegExp(`name: '${report}\\b`));
  });

  test('is asked by those who may see less (test/server/walls.test.ts)', () => {
    expect(textOf('test/server/walls.test.ts')).toContain(report);
  });

  test('stands in docs/coverage.md beside what it answers of the three products', () => {
    expect(textOf('docs/coverage.md')).toContain(`\`${report}\``);
  });
});
