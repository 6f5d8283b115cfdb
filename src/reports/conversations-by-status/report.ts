import { periodLoader } from '../../answering/loader.ts';
import { toScope } from '../../question/slice.ts';
import { readStatuses } from './query.ts';
import { breakdownOf } from './shape.ts';

/** The conversations created in one period, by their status now. */
export const loadBreakdown = periodLoader(toScope, readStatuses, breakdownOf);
