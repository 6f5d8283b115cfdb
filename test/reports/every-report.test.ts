import { readdirSync, readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/schema.ts';
import { examplesAt } from '../../src/server/examples.ts';
import { type Read, readsOf } from '../../src/server/limits/reads.ts';

// What docs/add-a-report.md asks of a report besides its folder: this test tells whoever adds one what is still missing.
const reports = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) =>
  name.endsWith('Report'),
);
const root = new URL('../../', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const textsIn = (folder: string): string =>
  readdirSync(new URL(folder, root))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => textOf(`${folder}${file}`))
    .join('\n');

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

test('there are reports', () => expect(reports).toContain('conversationsByStatusReport'));

describe.each(reports)('%s', (report) => {
  test('has a tab in GraphiQL (src/server/examples.ts)', () => {
    const tabs = examplesAt(new Date()).map(({ query }) => query);
    expect(tabs.filter((query) => new RegExp(`\\b${report}\\b`).test(query))).not.toEqual([]);
  });

  test('has a row in the table of README.md', () => {
    expect(textOf('README.md')).toContain(`| \`${report}\` |`);
  });

  test('has a weight of its own (src/server/limits/reads.ts)', () => {
    expect(weightOf(report)).not.toEqual(weightOf('unknownReport'));
  });

  test('has a model that computes it from the records (test/model)', () => {
    expect(textsIn('test/model/')).toContain(report);
  });

  test('is asked by those who may see less (test/server/walls.test.ts)', () => {
    expect(textOf('test/server/walls.test.ts')).toContain(report);
  });

  test('stands in docs/coverage.md beside what it answers of the three products', () => {
    expect(textOf('docs/coverage.md')).toContain(`\`${report}\``);
  });
});
