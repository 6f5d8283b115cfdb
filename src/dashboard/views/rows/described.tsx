import { oneOf } from '../../address/address.ts';
import { useFormats } from '../../format/use-formats.ts';
import type { VariablesOf } from '../../graphql.ts';
import { texts } from '../../texts.ts';
import { statuses } from './conditions.ts';
import type { rowsQuery } from './query.ts';

/** Which conversations are listed, in words; what the bar at the top says already is left out. */
export function Described({
  variables: { period, activity, filter, where },
}: {
  variables: VariablesOf<typeof rowsQuery>;
}) {
  const { weekday, hour, seconds, instant } = useFormats();
  const { described } = texts;
  const range = (name: string, { from, to }: { from?: number | null; to?: number | null }): string =>
    `${name} ${from == null ? '' : `≥ ${seconds(from)}`} ${to == null ? '' : `< ${seconds(to)}`}`;
  const said = [
    period ? described.activities[activity] : described.ever,
    period && `${instant(period.start)} – ${instant(period.end)}`,
    filter?.statuses?.length &&
      filter.statuses.map((status) => texts.statuses[oneOf(statuses, status, 'CLOSED')]).join(', '),
    filter?.isAssigned != null && (filter.isAssigned ? described.assigned : described.unassigned),
    filter?.customers?.length && `${texts.columns.customer} ${filter.customers.join(', ')}`,
    where?.repliedBy && `${described.repliedBy} ${where.repliedBy}`,
    where?.savedReply && `${described.savedReply} ${where.savedReply}`,
    where?.workflow && `${described.workflow} ${where.workflow}`,
    where?.field && `${described.field} ${where.field} ${answerOf(where)}`,
    where?.weekday && weekday(where.weekday),
    where?.hourFrom != null && where.hourTo != null && `${hour(where.hourFrom)} – ${hour(where.hourTo)}`,
    where?.firstResponseTime && range(texts.responses.kinds.firstResponse, where.firstResponseTime),
    where?.resolveTime && range(texts.responses.kinds.resolution, where.resolveTime),
  ].filter((each) => typeof each === 'string');
  return (
    <ul className="described" aria-label={described.label}>
      {said.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

function answerOf({ option, answered }: { option?: string | null; answered?: boolean | null }): string {
  if (option != null) return `= ${option}`;
  return texts.described[answered ? 'answered' : 'unanswered'];
}
