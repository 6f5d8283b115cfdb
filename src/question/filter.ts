import { isId } from '../ids.ts';
import { isStorable } from '../text.ts';
import type { Filter } from './slice.ts';

/** What a caller asks to filter by; an absent or empty list sets no condition. */
export type FilterInput = { [Condition in keyof Filter]?: Filter[Condition] | undefined };

/** Lists in one order and without repetitions, so that equal filters have equal keys. */
export function toFilter(input: FilterInput | null | undefined): Filter {
  return {
    mailboxes: toIdCondition(input?.mailboxes),
    tags: toIdCondition(input?.tags),
    types: toCondition(input?.types),
    folders: toIdCondition(input?.folders),
    assignees: toIdCondition(input?.assignees),
    isAssigned: input?.isAssigned ?? null,
    teams: toIdCondition(input?.teams),
    channels: toCondition(input?.channels)?.filter(isStorable) ?? null,
    statuses: toCondition(input?.statuses),
    priorities: toCondition(input?.priorities),
    customers: toIdCondition(input?.customers),
  };
}

// A text that cannot be an id, or the name of a channel, matches nothing; PostgreSQL would not even take some as values.
function toIdCondition(ids: readonly string[] | null | undefined): string[] | null {
  return toCondition(ids)?.filter(isId) ?? null;
}

function toCondition<Value extends string>(values: readonly Value[] | null | undefined): Value[] | null {
  return values && values.length > 0 ? [...new Set(values)].sort() : null;
}
