import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { volumesQuery } from '../harness/overall.ts';
import { checkReport } from './check.ts';
import { type PeriodValue, question } from './question.ts';
import type { Helpdesk } from './records.ts';
import { type VolumesQuestion, volumesByChannel } from './volumes-by-channel.ts';

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

const days = fc.constantFrom(0, 0, 20, 50, 200, 330, 700);

// Longer periods than other reports are asked for, so that every width is chosen and every rule is broken now and then.
const questionOf = (desk: Helpdesk): fc.Arbitrary<VolumesQuestion> =>
  fc
    .record({
      asked: question(desk),
      viewBy: fc.option(fc.constantFrom('DAY', 'WEEK', 'MONTH'), { nil: undefined }),
      daysBefore: days,
      previousDaysBefore: days,
    })
    .map(({ asked, viewBy, daysBefore, previousDaysBefore }) => ({
      ...asked,
      period: begunEarlier(asked.period, daysBefore),
      ...(asked.previous && { previous: begunEarlier(asked.previous, previousDaysBefore) }),
      ...(viewBy && { viewBy }),
    }));

function begunEarlier({ start, end }: PeriodValue, daysBefore: number): PeriodValue {
  return { start: new Date(Date.parse(start) - daysBefore * 86_400_000).toISOString(), end };
}

test('volumes by channel are what the specification computes, interval by interval', async () => {
  await checkReport(database, {
    query: volumesQuery,
    questionOf,
    bodyOf: (desk, asked, visible) => {
      const report = volumesByChannel(desk, asked, visible);
      if (!('argument' in report)) return { data: { report } };
      const refused = { code: 'BAD_USER_INPUT', argument: report.argument };
      return { data: { report: null }, errors: [expect.objectContaining({ extensions: refused })] };
    },
  });
}, 600_000);
