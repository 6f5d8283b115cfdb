import { oneOf } from '../../address/address.ts';
import { useOptions } from '../../controls/options.ts';
import type { Formats } from '../../format/formats.ts';
import { useFormats } from '../../format/use-formats.ts';
import type { VariablesOf } from '../../graphql.ts';
import { texts } from '../../texts.ts';
import { statuses } from './conditions.ts';
import type { rowsQuery } from './query.ts';

type Variables = VariablesOf<typeof rowsQuery>;
type Where = NonNullable<Variables['where']>;
/** Texts among which there are none for what is not asked. */
type Said = readonly unknown[];

interface DescribedProps {
  readonly variables: Variables;
  /** What the link that led here calls the saved reply, workflow or field of its condition. */
  readonly named: string | undefined;
  /** What the conversations call the customer of theirs: an address, which servers on the way may log, names nobody. */
  readonly customer: string | null | undefined;
}

/** Which conversations are listed, in words; what the bar at the top says already is left out. */
export function Described({ variables, named, customer }: DescribedProps) {
  const formats = useFormats();
  const { assignees } = useOptions();
  const where = variables.where ?? {};
  const userOf = (id: string): string => assignees.find((each) => each.id === id)?.name ?? id;
  const said = [
    ...ofPeriod(variables, formats),
    ...ofFilter(variables, customer),
    ...ofPeople(where, userOf),
    ...ofContent(where, named),
    ...ofTimes(where, formats),
  ].filter((each) => typeof each === 'string');
  return (
    <ul className="described" aria-label={texts.described.label}>
      {said.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

function ofPeriod({ period, activity }: Variables, { instant }: Formats): Said {
  const { activities, ever } = texts.described;
  return period ? [activities[activity], `${instant(period.start)} – ${instant(period.end)}`] : [ever];
}

function ofFilter({ filter }: Variables, customer: DescribedProps['customer']): Said {
  const { assigned, unassigned } = texts.described;
  return [
    filter?.statuses?.length &&
      filter.statuses.map((status) => texts.statuses[oneOf(statuses, status, 'CLOSED')]).join(', '),
    filter?.isAssigned != null && (filter.isAssigned ? assigned : unassigned),
    filter?.customers?.length && `${texts.columns.customer} ${customer ?? filter.customers.join(', ')}`,
  ];
}

function ofPeople(where: Where, userOf: (id: string) => string): Said {
  const { described } = texts;
  return [
    where.repliedBy && `${described.repliedBy} ${userOf(where.repliedBy)}`,
    where.firstRepliedBy && `${described.firstRepliedBy} ${userOf(where.firstRepliedBy)}`,
    where.ratedUser && `${described.ratedUser} ${userOf(where.ratedUser)}`,
    where.ratingScore && `${described.ratingScore} ${texts.scores[where.ratingScore]}`,
    where.isWaiting != null && described[where.isWaiting ? 'waiting' : 'notWaiting'],
  ];
}

function ofContent(
  { savedReply, workflow, field, option, answered }: Where,
  named: string | undefined,
): Said {
  const { described } = texts;
  const answer = option == null ? described[answered ? 'answered' : 'unanswered'] : `= ${option}`;
  return [
    savedReply && `${described.savedReply} ${named ?? savedReply}`,
    workflow && `${described.workflow} ${named ?? workflow}`,
    field && `${described.field} ${named ?? `${field} ${answer}`}`,
  ];
}

function ofTimes(where: Where, { count, weekday, hour, seconds }: Formats): Said {
  const { hourFrom, hourTo, repliesSent } = where;
  const { firstResponse, response, resolution, handle } = texts.responses.kinds;
  const range = (name: string, times: Where['resolveTime']): string | undefined => {
    if (!times) return undefined;
    const ends = [times.from && `≥ ${seconds(times.from)}`, times.to && `< ${seconds(times.to)}`];
    return [name, ...ends.filter(Boolean)].join(' ');
  };
  return [
    where.weekday && weekday(where.weekday),
    hourFrom != null && hourTo != null && `${hour(hourFrom)} – ${hour(hourTo)}`,
    repliesSent != null && texts.described.repliesSent(count(repliesSent)),
    range(firstResponse, where.firstResponseTime),
    range(response, where.responseTime),
    range(resolution, where.resolveTime),
    range(handle, where.handleTime),
  ];
}
