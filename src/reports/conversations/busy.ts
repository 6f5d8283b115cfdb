import { groupLoader } from '../../answering/loader.ts';
import { readBusyHours } from '../../counting/busy-hours.ts';
import { stretchesOf, weekdaysTouched } from '../../period/offsets.ts';
import { type Scope, type Slice, toScope } from '../../question/slice.ts';
import { busyTimesOf } from './shape.ts';

type BusyQuestion = Scope & Pick<Slice, 'period' | 'timeZone'>;

/** The busiest day and hours of a period on the clock of the question's zone; null where no conversation was created. */
export const loadBusyTimes = groupLoader({
  sharedOf: ({ period, timeZone, ...scope }: BusyQuestion) => ({ ...toScope(scope), period, timeZone }),
  ownOf: () => null,
  answer: async (database, question) => {
    const rows = await readBusyHours(database, { ...question, activity: 'CREATED' }, question.period);
    return [busyTimesOf(rows, weekdaysTouched(stretchesOf(question.period, question.timeZone)))];
  },
});
