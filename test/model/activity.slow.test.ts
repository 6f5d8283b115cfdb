import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { activity, activityQuery } from './activity.ts';
import { busyHours, busyHoursQuery, busyHoursQuestion } from './busy-hours.ts';
import { checkReport } from './check.ts';
import { seriesQuestion } from './series-question.ts';

let database: Database;

beforeAll(() => expect.addEqualityTesters([areClose]));

// The helpdesks of either test are accounts of the same names.
beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

test('activity and its series are what the specification computes, thread by thread', async () => {
  await checkReport(database, {
    query: activityQuery,
    questionOf: seriesQuestion,
    bodyOf: (desk, asked, visible) => {
      const report = activity(desk, asked, visible);
      if (!('argument' in report)) return { data: { report } };
      const refused = { code: 'BAD_USER_INPUT', argument: report.argument };
      return { data: { report: null }, errors: [expect.objectContaining({ extensions: refused })] };
    },
  });
}, 600_000);

test('busy times are what the specification computes, hour by hour', async () => {
  await checkReport(database, {
    query: busyHoursQuery,
    questionOf: busyHoursQuestion,
    bodyOf: (desk, asked, visible) => ({ data: { report: busyHours(desk, asked, visible) } }),
  });
}, 600_000);
