import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import { Figures } from '../../parts/figure.tsx';
import { texts } from '../../texts.ts';
import { rowsLink } from '../links.ts';
import { rowsOf } from '../responses/kinds.ts';
import type { PartProps } from './parts.ts';

const kinds = ['firstResponse', 'resolution'] as const;

/** How fast customers were answered. */
export function ResponseTimes({ part, address, retry }: PartProps<'responseTimesReport'>) {
  const { seconds } = useFormats();
  return (
    <Box title={texts.responses.stats} part={part} retry={retry} width="third">
      {({ current, deltas }) => (
        <Figures
          figures={kinds.map((kind) => ({
            name: texts.overview.medians[kind],
            value: current[kind].median,
            print: seconds,
            href: rowsLink(address, rowsOf[kind]),
            delta: deltas ? deltas[kind].median : undefined,
            direction: 'less',
          }))}
        />
      )}
    </Box>
  );
}
