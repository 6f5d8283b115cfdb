import type { Caller } from '../../auth/caller.ts';
import { badUserInput } from '../../errors.ts';
import type { Period } from '../../period/period.ts';
import { assertReports, type FilterInput, scopeOf } from '../../question/slice.ts';
import { conditionsOfPeriod } from './in-period.ts';
import type { ConversationWhere, Rows } from './rows.ts';

/** What is asked of the list of conversations, by whichever face it was asked. */
interface RowsInput extends Pick<Rows, 'activity'> {
  readonly period?: Period | null | undefined;
  readonly filter?: FilterInput | null | undefined;
  readonly where?: ConversationWhere | null | undefined;
  readonly timeZone?: string | null | undefined;
}

/** Arguments become one question, within what the caller may ask and see. `whereName` is how the caller names a condition. */
export function toRows(
  { period, activity, filter, where, timeZone }: RowsInput,
  caller: Caller,
  whereName: (condition: string) => string,
): Rows {
  assertReports(caller.account);
  if (!period && where) assertPeriodOf(where, whereName);
  return {
    scope: scopeOf(caller, filter),
    period: period ?? null,
    activity,
    where: where ?? {},
    timeZone: timeZone ?? caller.account.timeZone,
  };
}

/** Throws where conditions ask for what happens in a period that there is not. */
function assertPeriodOf(where: ConversationWhere, whereName: (condition: string) => string): void {
  const name = conditionsOfPeriod.find((condition) => where[condition] != null);
  if (name) throw badUserInput(whereName(name), `${name} is about a period: ask for one.`);
}
