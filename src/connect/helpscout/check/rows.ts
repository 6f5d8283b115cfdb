import type { Overall, Usages, Volumes } from './answers.ts';

/** One figure as both have it. */
export interface Row {
  readonly field: string;
  readonly theirs: number;
  readonly ours: number;
  /** Explained: the two differ as they are known to. */
  readonly kind: 'equal' | 'explained' | 'different';
}

/** Whether a difference of two figures is one that is known. */
type Explains = (theirs: number, ours: number) => boolean;

const never: Explains = () => false;
const always: Explains = () => true;
/** Help Scout counts what no answer shows: who looked at a conversation, line items that are hidden, runs that left no line. */
const more: Explains = (theirs, ours) => theirs > ours;

export function rowOf(field: string, theirs: number, ours: number, explains: Explains = never): Row {
  if (theirs === ours) return { field, theirs, ours, kind: 'equal' };
  return { field, theirs, ours, kind: explains(theirs, ours) ? 'explained' : 'different' };
}

/** The overall report and the volumes of one period. `touchedCustomers` is who has a conversation that changed in it. */
export function figureRows(
  theirs: Overall,
  ours: Overall,
  { days, touchedCustomers }: { readonly days: number; readonly touchedCustomers: number },
): Row[] {
  const [their, own] = [theirs.current, ours.current];
  const unseen = Math.max(0, their.totalConversations - own.totalConversations);
  /** What counts conversations that changed has those more that only Help Scout saw change. */
  const withUnseen: Explains = (one, other) => one > other && one - other <= unseen;
  return [
    rowOf('totalConversations', their.totalConversations, own.totalConversations, more),
    rowOf('conversationsCreated', their.conversationsCreated, own.conversationsCreated),
    rowOf('newConversations', their.newConversations, own.newConversations),
    // Who was replied to on one page of the documentation, who has a conversation that changed on another.
    rowOf(
      'customers',
      their.customers,
      own.customers,
      (one, other) => one > other && one <= touchedCustomers + unseen,
    ),
    rowOf('conversationsPerDay', their.conversationsPerDay, own.conversationsPerDay, (one) =>
      isRounding(one, their.totalConversations, days),
    ),
    // The zone of the company, and an average where here is a sum.
    rowOf('busiestDay.day', theirs.busiestDay?.day ?? 0, ours.busiestDay?.day ?? 0, always),
    ...usageRows('tags', theirs.tags, ours.tags, withUnseen),
    ...usageRows('replies', theirs.replies, ours.replies, more),
    ...usageRows('workflows', theirs.workflows, ours.workflows, more),
    ...fieldRows(theirs, ours, withUnseen),
  ];
}

/** A month may have been counted with a day more or less, and the average cut or rounded. */
function isRounding(average: number, total: number, days: number): boolean {
  return [days - 1, days, days + 1].some(
    (divisor) => divisor > 0 && Math.abs(average - total / divisor) <= 1,
  );
}

/** The count, and what both have in their top lists: the ends of these are chance. */
function usageRows(
  name: string,
  theirs: Usages | null | undefined,
  ours: Usages | null | undefined,
  explains: Explains,
): Row[] {
  if (!theirs || !ours) return [];
  const own = new Map(ours.top.map(({ id, count }) => [id, count]));
  const tops = theirs.top.flatMap(({ id, count }) => {
    const here = own.get(id);
    return here === undefined ? [] : [rowOf(`${name} ${id}`, count, here, explains)];
  });
  return [rowOf(`${name}.count`, theirs.count, ours.count, explains), ...tops];
}

function fieldRows(theirs: Overall, ours: Overall, explains: Explains): Row[] {
  const own = new Map(
    (ours.customFields?.fields ?? []).flatMap(({ id, values }) =>
      values.map((value) => [`${id} ${value.id}`, value.count] as const),
    ),
  );
  return (theirs.customFields?.fields ?? []).flatMap(({ id, values }) =>
    values.flatMap((value) => {
      const here = own.get(`${id} ${value.id}`);
      return value.id === undefined || here === undefined
        ? []
        : [rowOf(`customFields ${id} ${value.id}`, value.count, here, explains)];
    }),
  );
}

/** Volumes are sums here: nobody says how the intervals of the two begin. */
export function volumeRows(theirs: Volumes, ours: Volumes): Row[] {
  return (['email', 'chat', 'phone'] as const).map((channel) => {
    const sum = ({ current }: Volumes): number => current.reduce((total, one) => total + one[channel], 0);
    return rowOf(`volume ${channel}`, sum(theirs), sum(ours));
  });
}
