import { withBase } from '../../format/change.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import { Figures } from '../../parts/figure.tsx';
import type { ValueOf } from '../../parts/part.ts';
import { texts } from '../../texts.ts';
import { ratedRows, rowsLink } from '../links.ts';
import type { Answer, PartProps } from './parts.ts';

type Report = ValueOf<Answer, 'satisfactionReport'>;

/** What customers said of it. Where nobody has rated there is no score, and nothing to compare one with. */
export function Satisfaction({ part, address, retry }: PartProps<'satisfactionReport'>) {
  const { count, decimal } = useFormats();
  return (
    <Box title={texts.satisfaction.figures} part={part} retry={retry} width="third">
      {(report) => (
        <Figures
          figures={[
            {
              name: texts.satisfaction.fields.score,
              value: report.current.ratings > 0 ? report.current.score : null,
              print: decimal,
              href: rowsLink(address, ratedRows),
              delta: changeOf(report),
              direction: 'more',
              isInPoints: true,
            },
            {
              name: texts.satisfaction.fields.ratings,
              value: report.current.ratings,
              print: count,
              href: rowsLink(address, ratedRows),
            },
          ]}
        />
      )}
    </Box>
  );
}

function changeOf({ current, previous, deltas }: Report): number | null | undefined {
  return withBase(current.ratings > 0 ? deltas?.score : null, previous?.ratings);
}
