import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import { Figures } from '../../parts/figure.tsx';
import { texts } from '../../texts.ts';
import { rowsLink } from '../links.ts';
import { waitingRows } from '../workload/figures.ts';
import type { PartProps } from './parts.ts';

/** Who waits for an answer now. The past is not known, so there is nothing to compare it with. */
export function Waiting({ part, address, retry }: PartProps<'workloadReport'>) {
  const { count } = useFormats();
  return (
    <Box title={texts.workload.now} part={part} retry={retry} width="third">
      {({ waiting }) => (
        <Figures
          figures={[
            {
              name: texts.workload.figures.waiting,
              value: waiting,
              print: count,
              href: rowsLink(address, waitingRows),
              delta: address.comparison === 'none' ? undefined : null,
            },
          ]}
        />
      )}
    </Box>
  );
}
