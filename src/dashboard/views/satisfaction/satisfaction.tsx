import { type Address, oneOf } from '../../address/address.ts';
import { Box } from '../../parts/box.tsx';
import { mapPart, partOf } from '../../parts/part.ts';
import { useView } from '../../parts/use-view.ts';
import { slicesOf } from '../../period/slices.ts';
import { texts } from '../../texts.ts';
import { useQuestion } from '../question.ts';
import { scores } from '../rows/conditions.ts';
import { Agents } from './agents.tsx';
import { OverTime } from './over-time.tsx';
import { satisfactionQuery, slices } from './query.ts';
import { Ratings } from './ratings.tsx';
import { ScoreFigures } from './score-figures.tsx';
import { sliceFields, slicesPart } from './slices.ts';

/** What customers said of how they were served. */
export function Satisfaction({ address }: { address: Address }) {
  const question = useQuestion(address);
  const { score, after } = address.own;
  const chosen = oneOf(scores, score, null);
  const [result, retry] = useView(satisfactionQuery, {
    ...question,
    ...sliceVariables(slicesOf(question.period, question.timeZone, slices)),
    ...(chosen && { score: chosen }),
    ...(after && { after }),
  });
  const report = partOf(result, 'satisfactionReport');
  return (
    <>
      <Box
        title={texts.satisfaction.figures}
        part={report}
        retry={retry}
        isEmpty={({ current }) => current.ratings === 0}
        width="whole"
      >
        {(value) => <ScoreFigures address={address} report={value} />}
      </Box>
      <Box
        title={texts.satisfaction.overTime}
        part={slicesPart(result)}
        retry={retry}
        isEmpty={(list) => list.every(({ ratings }) => ratings === 0)}
      >
        {(list) => <OverTime address={address} slices={list} />}
      </Box>
      <Box
        title={texts.satisfaction.byAgent}
        part={mapPart(partOf(result, 'breakdownReport'), ({ rows }) =>
          rows.filter(({ current }) => current.ratings > 0),
        )}
        retry={retry}
        isEmpty={(rows) => rows.length === 0}
      >
        {(rows) => <Agents address={address} rows={rows} />}
      </Box>
      <Box
        title={texts.satisfaction.ratings}
        part={mapPart(report, ({ list }) => list)}
        retry={retry}
        width="whole"
      >
        {(list) => <Ratings address={address} list={list} />}
      </Box>
    </>
  );
}

type SliceVariables = Record<(typeof sliceFields)[number], { start: string; end: string }>;

function sliceVariables(periods: readonly { start: string; end: string }[]): SliceVariables {
  return Object.fromEntries(sliceFields.map((field, index) => [field, periods[index]])) as SliceVariables;
}
