import type { Address } from '../../address/address.ts';
import { OfficeHoursSwitch } from '../../controls/office-hours-switch.tsx';
import { Box } from '../../parts/box.tsx';
import { partOf } from '../../parts/part.ts';
import { useView } from '../../parts/use-view.ts';
import { texts } from '../../texts.ts';
import { useQuestion } from '../question.ts';
import { kinds } from './kinds.ts';
import { OverTime } from './over-time.tsx';
import { responsesQuery } from './query.ts';
import { Ranges } from './ranges.tsx';
import { Resolved } from './resolved.tsx';
import { StatsTable } from './stats-table.tsx';

/** How fast customers were answered. */
export function Responses({ address }: { address: Address }) {
  const officeHours = address.own['officeHours'] === 'true';
  const [result, retry] = useView(responsesQuery, { ...useQuestion(address), officeHours });
  const report = partOf(result, 'responseTimesReport');
  const overTime = partOf(result, 'overTime');
  return (
    <>
      <OfficeHoursSwitch address={address} />
      <Box title={texts.responses.stats} part={report} retry={retry} width="whole">
        {(value) => <StatsTable address={address} report={value} />}
      </Box>
      <Box title={texts.responses.resolved} part={report} retry={retry} width="whole">
        {(value) => <Resolved address={address} report={value} />}
      </Box>
      {kinds.map((kind) => (
        <Box
          key={kind}
          title={texts.responses.overTime(texts.responses.kinds[kind])}
          part={overTime}
          retry={retry}
          isEmpty={({ series }) => series.current.every((bucket) => bucket[kind].median === null)}
        >
          {({ series }) => <OverTime address={address} kind={kind} series={series} />}
        </Box>
      ))}
      {kinds.map((kind) => (
        <Box
          key={kind}
          title={texts.responses.ranges(texts.responses.kinds[kind])}
          part={report}
          retry={retry}
          isEmpty={({ current }) => current[kind].count === 0}
        >
          {({ current }) => (
            <Ranges address={address} kind={kind} ranges={current[kind].ranges} isElapsed={!officeHours} />
          )}
        </Box>
      ))}
    </>
  );
}
