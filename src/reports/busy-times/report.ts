import { groupLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import { type BusyActivity, type BusyScope, type HourRow, readBusyHours } from '../../counting/busy-hours.ts';
import type { Period } from '../../period/period.ts';
import { type Slice, toScope } from '../../question/slice.ts';
import { weekOf } from './shape.ts';

/** A whole question for the hours of a week. */
export interface BusyQuestion extends Slice {
  readonly activity: BusyActivity;
}

// The offsets of a zone's clock differ from period to period, so that each is a statement of its own.
const load = groupLoader({
  sharedOf: ({ scope: { activity, timeZone, ...scope }, period }: { scope: BusyScope; period: Period }) => ({
    ...toScope(scope),
    activity,
    timeZone,
    period,
  }),
  ownOf: () => null,
  answer: async (database, { period, ...scope }) => [weekOf(await readBusyHours(database, scope, period))],
});

/** The hours of a week, with what happened in them in a period. */
export function loadWeek(context: Context, scope: BusyScope, period: Period): Promise<HourRow[]> {
  return load(context, { scope, period });
}
