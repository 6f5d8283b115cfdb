import { periodLoader } from '../../answering/loader.ts';
import { count } from '../../counting/count.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { toScope } from '../../question/slice.ts';
import { breakdownOf, statusRow } from './shape.ts';

/** The conversations created in one period, by their status now. */
export const loadBreakdown = periodLoader(
  toScope,
  (database, scope, periods) => {
    const statement = Prisma.sql`
    select s.period, s.label as status, s.key = 1 as assigned, s.count
    from (${count(scope, periods, 'created', 'status')}) s`;
    return readRows(database, statement, statusRow);
  },
  breakdownOf,
);
