import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { volumesQuery } from '../harness/overall.ts';
import { checkReport } from './check.ts';
import { seriesQuestion } from './series-question.ts';
import { volumesByChannel } from './volumes-by-channel.ts';

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

test('volumes by channel are what the specification computes, interval by interval', async () => {
  await checkReport(database, {
    query: volumesQuery,
    questionOf: seriesQuestion,
    bodyOf: (desk, asked, visible) => {
      const report = volumesByChannel(desk, asked, visible);
      if (!('argument' in report)) return { data: { report } };
      const refused = { code: 'BAD_USER_INPUT', argument: report.argument };
      return { data: { report: null }, errors: [expect.objectContaining({ extensions: refused })] };
    },
  });
}, 600_000);
