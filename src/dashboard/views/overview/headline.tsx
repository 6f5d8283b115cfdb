import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import { Figures } from '../../parts/figure.tsx';
import { texts } from '../../texts.ts';
import { rowsLink } from '../links.ts';
import type { PartProps } from './parts.ts';

/** How much was going on. */
export function Headline({ part, address, retry }: PartProps<'overall'>) {
  const { count } = useFormats();
  return (
    <Box title={texts.overview.headline} part={part} retry={retry} width="whole">
      {({ current, deltas }) => (
        <Figures
          figures={[
            {
              name: texts.figures.conversationsCreated,
              value: current.newConversations,
              print: count,
              href: rowsLink(address, { activity: 'CREATED' }),
              delta: deltas?.newConversations,
            },
            {
              name: texts.figures.conversationsTouched,
              value: current.totalConversations,
              print: count,
              href: rowsLink(address, { activity: 'TOUCHED' }),
              delta: deltas?.totalConversations,
            },
            {
              name: texts.figures.customersReplied,
              value: current.customers,
              print: count,
              href: rowsLink(address, { activity: 'REPLIED' }),
              delta: deltas?.customers,
              direction: 'more',
            },
          ]}
        />
      )}
    </Box>
  );
}
