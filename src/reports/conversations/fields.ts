import { groupLoader } from '../../answering/loader.ts';
import { comparedPeriods, toComparedScope } from '../../question/slice.ts';
import { readFields } from './fields-query.ts';
import { fieldReportOf } from './shape.ts';

/** Every custom field whose mailbox has a touched conversation, sorted by id. */
export const loadFields = groupLoader({
  sharedOf: toComparedScope,
  ownOf: () => null,
  answer: async (database, scope) => {
    const rows = await readFields(database, scope, comparedPeriods(scope));
    return [rows.map((row) => fieldReportOf(row, scope.previous !== null))];
  },
});
