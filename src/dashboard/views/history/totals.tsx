import type { Address } from '../../address/address.ts';
import { useFormats } from '../../format/use-formats.ts';
import type { ResultOf } from '../../graphql.ts';
import { Box } from '../../parts/box.tsx';
import { type FigureProps, Figures } from '../../parts/figure.tsx';
import type { Part } from '../../parts/part.ts';
import { texts } from '../../texts.ts';
import { rowsLink } from '../links.ts';
import type { historyQuery } from './query.ts';

export type Report = NonNullable<ResultOf<typeof historyQuery>['userConversationHistoryReport']>;
type Field = keyof Report['current'];

/** The figures of all replies of the user, not of one page. */
export function Totals({
  part,
  address,
  user,
  retry,
}: {
  part: Part<Report>;
  address: Address;
  user: string;
  retry: () => void;
}) {
  const { count, seconds } = useFormats();
  const href = rowsLink(address, { activity: 'REPLIED', repliedBy: user });
  return (
    <Box title={texts.history.totals} part={part} retry={retry} width="whole">
      {({ current, deltas }) => {
        const figure = (field: Field, print: (value: number) => string): FigureProps => ({
          name: texts.figures[field],
          value: current[field],
          print,
          href,
          delta: deltas?.[field],
          direction: print === seconds ? 'less' : 'more',
        });
        return (
          <Figures
            figures={[
              figure('replies', count),
              figure('conversations', count),
              figure('customers', count),
              figure('avgResponseTime', seconds),
              figure('avgFirstResponseTime', seconds),
              figure('avgResolveTime', seconds),
              figure('avgHandleTime', seconds),
            ]}
          />
        );
      }}
    </Box>
  );
}
