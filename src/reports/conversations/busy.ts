import { stretchesOf, weekdaysTouched } from '../../period/offsets.ts';
import { periodKey } from '../../period/period.ts';
import { groupLoader } from '../../reporting/loader.ts';
import { type Slice, scopeKeyOf } from '../../reporting/slice.ts';
import { readHours } from './busy-query.ts';
import { type BusyTimes, busyTimesOf } from './shape.ts';

type BusyQuestion = Pick<Slice, 'account' | 'visibleMailboxes' | 'filter' | 'period' | 'timeZone'>;

/** The busiest day and hours of a period on the clock of the question's zone; null where no conversation was created. */
export const loadBusyTimes = groupLoader<BusyQuestion, BusyTimes | null>({
  groupOf: (question) => `${scopeKeyOf(question)} ${periodKey(question.period)} ${question.timeZone}`,
  keyOf: () => '',
  answer: async (database, [question]) => {
    const stretches = stretchesOf(question.period, question.timeZone);
    return [
      busyTimesOf(
        await readHours(database, question, question.period, question.timeZone, stretches),
        weekdaysTouched(stretches),
      ),
    ];
  },
});
