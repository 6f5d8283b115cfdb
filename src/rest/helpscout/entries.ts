import type { Share } from '../../answering/percent.ts';
import type { CustomerEntry, FieldReport, FieldValue, TopEntry } from '../../reports/conversations/shape.ts';
import { printedId } from '../id.ts';
import { rounded } from './print.ts';

interface Nameable {
  readonly id: string;
  readonly name: string | null;
}

/** A thing by its name, if it has one, and its id. */
export function printedTag({ id, name }: Nameable) {
  return { ...(name !== null && { name }), id: printedId(id) };
}

/** A tag, a saved reply or a workflow in a top list. */
export function printedUsage(entry: TopEntry) {
  const { mailboxId } = entry;
  return {
    ...printedTag(entry),
    ...(mailboxId !== null && { mailboxId: printedId(mailboxId) }),
    ...printedShare(entry, rounded),
  };
}

/** A customer in the top list, whose keys the source sorts. */
export function printedCustomer({ id, name, ...share }: CustomerEntry) {
  const { count, deltaPercent, percent, ...before } = printedShare(share, rounded);
  return {
    count,
    ...(deltaPercent !== undefined && { deltaPercent }),
    id: printedId(id),
    ...(name !== null && { name }),
    percent,
    ...before,
  };
}

/** A custom field, whose percentages the source gives in full. */
export function printedFields({ id, name, mailboxId, values, summary }: FieldReport) {
  const { total, totalAnswered, previousTotal, previousTotalAnswered, unansweredPercent } = summary;
  return {
    id: printedId(id),
    name,
    mailboxId: printedId(mailboxId),
    values: values.map((value: FieldValue) => ({ ...printedTag(value), ...printedShare(value, inFull) })),
    summary: {
      total,
      totalAnswered,
      previousTotal,
      previousTotalAnswered,
      // Without a previous period the source takes its part to be 0.
      unansweredDelta: summary.unansweredDelta ?? unansweredPercent,
      unansweredPreviousPercent: summary.unansweredPreviousPercent ?? 0,
      unansweredPercent,
    },
  };
}

const inFull = (number: number): number => number;

/** What belongs to a comparison has no keys without one. */
function printedShare(
  { count, previousCount, percent, previousPercent, deltaPercent }: Share,
  print: (number: number) => number,
) {
  if (previousCount === null || previousPercent === null || deltaPercent === null)
    return { count, percent: print(percent) };
  return {
    count,
    previousCount,
    percent: print(percent),
    previousPercent: print(previousPercent),
    deltaPercent: print(deltaPercent),
  };
}
