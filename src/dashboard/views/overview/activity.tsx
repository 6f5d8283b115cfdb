import type { Direction } from '../../format/change.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import { Figures } from '../../parts/figure.tsx';
import { texts } from '../../texts.ts';
import { rowsLink } from '../links.ts';
import type { PartProps } from './parts.ts';

const figures = [
  ['conversationsCreated', 'CREATED', 'neither'],
  ['conversationsTouched', 'TOUCHED', 'neither'],
  ['customersReplied', 'REPLIED', 'more'],
  ['repliesSent', 'REPLIED', 'more'],
  ['resolutions', 'CLOSED', 'more'],
] as const satisfies readonly (readonly [string, string, Direction])[];

/** How much was going on. */
export function Activity({ part, address, retry }: PartProps<'activityReport'>) {
  const { count } = useFormats();
  return (
    <Box title={texts.overview.activity} part={part} retry={retry} width="whole">
      {({ current, deltas }) => (
        <Figures
          figures={figures.map(([field, activity, direction]) => ({
            name: texts.figures[field],
            value: current[field],
            print: count,
            href: rowsLink(address, { activity }),
            delta: deltas ? deltas[field] : undefined,
            direction,
          }))}
        />
      )}
    </Box>
  );
}
