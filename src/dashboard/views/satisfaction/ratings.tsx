import { type Address, oneOf } from '../../address/address.ts';
import { goTo } from '../../address/use-address.ts';
import { Choice } from '../../controls/choice.tsx';
import { useFormats } from '../../format/use-formats.ts';
import { Pages } from '../../parts/pages.tsx';
import { SourceLink } from '../../parts/source-link.tsx';
import { Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { scores } from '../rows/conditions.ts';
import type { Report } from './score-figures.tsx';

const choices = ['ALL', ...scores] as const;

/** What was said, the newest first. */
export function Ratings({ address, list }: { address: Address; list: Report['list'] }) {
  const { count, instant } = useFormats();
  const { columns } = texts;
  return (
    <>
      <Choice
        label={texts.satisfaction.show}
        words={choices}
        value={oneOf(choices, address.own['score'], 'ALL')}
        names={texts.scores}
        onChoose={(score) =>
          goTo({ ...address, own: { ...address.own, score: score === 'ALL' ? '' : score, after: '' } })
        }
      />
      <p>
        <Value value={list.totalCount} print={count} /> {texts.satisfaction.ratingsShown}
      </p>
      <Table
        caption={texts.satisfaction.ratings}
        rows={list.nodes}
        keyOf={({ conversation, ratingId }) => `${conversation.id} ${ratingId}`}
        columns={[
          { title: columns.number, cell: ({ conversation }) => `#${conversation.number}` },
          { title: columns.subject, cell: ({ conversation }) => <SourceLink conversation={conversation} /> },
          { title: texts.satisfaction.fields.score, cell: ({ score }) => texts.scores[score] },
          {
            title: columns.value,
            isNumber: true,
            cell: ({ value }) => <Value value={value} print={count} />,
          },
          { title: columns.comment, cell: ({ comment }) => comment ?? texts.none },
          { title: texts.history.user, cell: ({ user }) => user?.name ?? texts.none },
          {
            title: columns.rated,
            cell: ({ createdAt }) => <time dateTime={createdAt}>{instant(createdAt)}</time>,
          },
        ]}
      />
      <Pages address={address} pageInfo={list.pageInfo} />
    </>
  );
}
