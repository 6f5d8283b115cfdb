import { timesOf } from '../../counting/rows/activity.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { Period } from '../../period/period.ts';
import { countedParts } from './counted.ts';
import type { Part } from './parts.ts';
import type { Selection } from './selection.ts';
import { talliesOfRows } from './sources.ts';

/** Selects `key` and the parts asked for in a period: from what is counted ahead of time as far as that goes, else from stored rows. */
export function tallies(selection: Selection, period: Period, asked: readonly Part[]): Prisma.Sql[] {
  const counted = countedParts(selection, period).filter(({ parts }) =>
    parts.some((part) => asked.includes(part)),
  );
  const known = counted.flatMap(({ parts }) => parts);
  const rest = asked.filter((part) => !known.includes(part));
  return [
    ...counted.flatMap((each) => each.tallies(asked)),
    ...talliesOfRows(selection, timesOf([period]), asked, rest),
  ];
}
