import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { checkReport } from './check.ts';
import { question } from './question.ts';
import type { Helpdesk } from './records.ts';
import { responseTimes, type TimesQuestion } from './response-times.ts';

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

const kinds = ['firstResponse', 'response', 'resolution', 'handle'];
const each = (selection: string) => kinds.map((kind) => `${kind} { ${selection} }`).join(' ');

const query = `query (
  $period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput, $timeZone: TimeZone
  $officeHours: Boolean! = false, $bounds: [Int!]!, $viewBy: ViewBy
) {
  report: responseTimesReport(
    period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone, officeHours: $officeHours
  ) {
    current { ...times } previous { ...times }
    deltas {
      ${each('count average median p90 p95')}
      repliesToResolve resolvedOnFirstReply resolvedOnFirstReplyPercent
    }
    series(viewBy: $viewBy) { viewBy timeZone current { ...times } previous { ...times } }
  }
}
fragment times on ResponseTimes {
  startDate endDate repliesToResolve resolvedOnFirstReply resolvedOnFirstReplyPercent
  ${each('count average median p90 p95 min max ranges(bounds: $bounds) { from to count percent }')}
}`;

const questionOf = (desk: Helpdesk): fc.Arbitrary<TimesQuestion> =>
  fc
    .record({
      asked: question(desk),
      officeHours: fc.boolean(),
      bounds: fc.uniqueArray(fc.integer({ min: 1, max: 4_000_000 }), { minLength: 1, maxLength: 5 }),
      viewBy: fc.option(fc.constantFrom('DAY' as const, 'WEEK' as const, 'MONTH' as const), {
        nil: undefined,
      }),
    })
    .map(({ asked, officeHours, bounds, viewBy }) => ({
      ...asked,
      officeHours,
      bounds: bounds.sort((one, other) => one - other),
      ...(viewBy && { viewBy }),
    }));

test('response times are what the specification computes, conversation by conversation', async () => {
  await checkReport(database, {
    query,
    questionOf,
    bodyOf: (desk, asked, visible) => {
      const report = responseTimes(desk, asked, visible);
      if (!('argument' in report)) return { data: { report } };
      const refused = { code: 'BAD_USER_INPUT', argument: report.argument };
      return { data: { report: null }, errors: [expect.objectContaining({ extensions: refused })] };
    },
  });
}, 600_000);
