import type { Address } from '../../address/address.ts';
import { useFormats } from '../../format/use-formats.ts';
import { SourceLink } from '../../parts/source-link.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Link, Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { ownLink } from '../links.ts';
import { sortingOf } from '../sorting.ts';
import type { Report } from './totals.tsx';

export const sortFields = ['NUMBER', 'REPLIES_SENT', 'RESPONSE_TIME', 'RESOLVE_TIME'] as const;

type Reply = Report['results'][number];

/** One page of the user's replies. */
export function Replies({ address, report: { page, pages, results } }: { address: Address; report: Report }) {
  const { count, seconds, instant } = useFormats();
  const { columns } = texts;
  const sorting = (field: (typeof sortFields)[number]) => sortingOf(address, field, 'NUMBER');
  const duration = (
    title: string,
    field: 'responseTime' | 'firstResponseTime' | 'resolveTime' | 'avgHandleTime',
  ): Column<Reply> => ({
    title,
    isNumber: true,
    cell: (reply) => <Value value={reply[field]} print={seconds} />,
  });
  return (
    <>
      <Table
        caption={texts.figures.replies}
        rows={results}
        keyOf={({ conversationId }, index) => `${conversationId} ${index}`}
        columns={[
          { title: columns.number, sorting: sorting('NUMBER'), cell: ({ number }) => `#${number}` },
          { title: columns.subject, cell: (reply) => <SourceLink conversation={reply} /> },
          { title: columns.status, cell: ({ status }) => texts.historyStatuses[status] },
          {
            title: columns.customer,
            cell: ({ customers }) => customers.map(({ name }) => name ?? texts.none).join(', ') || texts.none,
          },
          {
            title: columns.replied,
            cell: ({ repliedAt }) => <time dateTime={repliedAt}>{instant(repliedAt)}</time>,
          },
          {
            title: texts.figures.replies,
            isNumber: true,
            sorting: sorting('REPLIES_SENT'),
            cell: ({ repliesSent }) => <Value value={repliesSent} print={count} />,
          },
          { ...duration(texts.responses.kinds.response, 'responseTime'), sorting: sorting('RESPONSE_TIME') },
          duration(texts.responses.kinds.firstResponse, 'firstResponseTime'),
          { ...duration(texts.responses.kinds.resolution, 'resolveTime'), sorting: sorting('RESOLVE_TIME') },
          duration(texts.responses.kinds.handle, 'avgHandleTime'),
        ]}
      />
      <nav className="pages" aria-label={texts.pages.label}>
        {page > 1 && <Link href={ownLink(address, { page: String(page - 1) })}>{texts.pages.previous}</Link>}
        <span>{texts.pages.page(count(page), count(pages))}</span>
        {page < pages && <Link href={ownLink(address, { page: String(page + 1) })}>{texts.pages.next}</Link>}
      </nav>
    </>
  );
}
