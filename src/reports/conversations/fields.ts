import { periodKey } from '../../period/period.ts';
import { groupLoader } from '../../reporting/loader.ts';
import { comparedPeriods, type Slice, scopeKeyOf } from '../../reporting/slice.ts';
import { readFields } from './fields-query.ts';
import { type FieldReport, fieldReportOf } from './shape.ts';

/** Every custom field whose mailbox has a touched conversation, sorted by id. */
export const loadFields = groupLoader<Slice, FieldReport[]>({
  groupOf: (slice) => [scopeKeyOf(slice), ...comparedPeriods(slice).map(periodKey)].join(' '),
  keyOf: () => '',
  answer: async (database, [slice]) => {
    const rows = await readFields(database, slice, comparedPeriods(slice));
    return [rows.map((row) => fieldReportOf(row, slice.previous !== null))];
  },
});
