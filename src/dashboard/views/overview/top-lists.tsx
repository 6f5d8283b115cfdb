import { withBase } from '../../format/change.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Box } from '../../parts/box.tsx';
import { Change } from '../../parts/change.tsx';
import { mapPart, type Part } from '../../parts/part.ts';
import { Table } from '../../parts/table.tsx';
import { Value } from '../../parts/value.tsx';
import { texts } from '../../texts.ts';
import { narrowedRowsLink, rowsLink } from '../links.ts';
import type { PartProps } from './parts.ts';

/** An entry of any of the top lists. */
interface Entry {
  readonly key: string;
  readonly name: string;
  readonly href: string | undefined;
  readonly count: number;
  readonly percent: number;
  readonly deltaPercent: number | null;
}

interface EntriesProps {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Of how many conversations the shares before were; none where nothing is compared. */
  readonly base: number | null | undefined;
}

interface TopListProps extends Omit<EntriesProps, 'entries'> {
  readonly part: Part<Entry[]>;
  readonly retry: () => void;
}

const touched = { activity: 'TOUCHED' };

/** What customers wrote about most, who wrote most, and what answered them. */
export function TopLists({ part, address, retry }: PartProps<'top'>) {
  const { tags, customers, replies, workflows } = texts.overview;
  const base = part.state === 'ready' ? part.value.previous?.totalConversations : undefined;
  const lists = [
    [
      tags,
      mapPart(part, (top) =>
        top.tags.top.map(({ tagId, name, ...entry }) => ({
          ...entry,
          key: tagId,
          name: name ?? texts.untagged,
          href: narrowedRowsLink(address, 'tags', tagId, touched),
        })),
      ),
    ],
    [
      customers,
      mapPart(part, (top) =>
        top.customers.top.map(({ customerId, name, ...entry }) => ({
          ...entry,
          key: customerId,
          name: name ?? customerId,
          href: rowsLink(address, { ...touched, customers: customerId }),
        })),
      ),
    ],
    [
      replies,
      mapPart(part, (top) =>
        top.replies.top.map(({ savedReplyId, ...entry }) => ({
          ...entry,
          key: savedReplyId,
          href: rowsLink(address, { ...touched, savedReply: savedReplyId, named: entry.name }),
        })),
      ),
    ],
    [
      workflows,
      mapPart(part, (top) =>
        top.workflows.top.map(({ workflowId, ...entry }) => ({
          ...entry,
          key: workflowId,
          href: rowsLink(address, { ...touched, workflow: workflowId, named: entry.name }),
        })),
      ),
    ],
  ] satisfies [string, Part<Entry[]>][];
  return (
    <>
      {lists.map(([title, list]) => (
        <TopList key={title} title={title} part={list} base={base} retry={retry} />
      ))}
      <CustomFields part={part} address={address} retry={retry} />
    </>
  );
}

function TopList({ title, part, base, retry }: TopListProps) {
  return (
    <Box title={title} part={part} retry={retry} isEmpty={(entries) => entries.length === 0}>
      {(entries) => <Entries title={title} entries={entries} base={base} />}
    </Box>
  );
}

function CustomFields({ part, address, retry }: PartProps<'top'>) {
  const fields = mapPart(part, ({ customFields }) => customFields.fields);
  const { percent } = useFormats();
  return (
    <Box
      title={texts.overview.customFields}
      part={fields}
      retry={retry}
      isEmpty={(list) => list.length === 0}
      width="whole"
    >
      {(list) => (
        <div className="fields">
          {list.map(({ fieldId, name, values, summary }) => (
            <div key={fieldId}>
              <h3>{name}</h3>
              <p>
                {texts.unanswered}{' '}
                <Value
                  value={summary.unansweredPercent}
                  print={percent}
                  href={rowsLink(address, {
                    ...touched,
                    field: fieldId,
                    answered: 'false',
                    named: `${name}: ${texts.described.unanswered}`,
                  })}
                />{' '}
                <Change
                  delta={withBase(summary.unansweredDelta, summary.previousTotal)}
                  direction="less"
                  isInPoints
                />
              </p>
              {values.length > 0 && (
                <Entries
                  title={name}
                  base={summary.previousTotal}
                  entries={values.map(({ optionId, ...entry }) => ({
                    ...entry,
                    key: optionId,
                    href: rowsLink(address, {
                      ...touched,
                      field: fieldId,
                      option: optionId,
                      named: `${name}: ${entry.name}`,
                    }),
                  }))}
                />
              )}
            </div>
          ))}
        </div>
      )}
    </Box>
  );
}

function Entries({ title, entries, base }: EntriesProps) {
  const { count, percent } = useFormats();
  return (
    <Table
      caption={title}
      rows={entries}
      keyOf={({ key }) => key}
      columns={[
        { title: texts.columns.name, cell: ({ name }) => name },
        {
          title: texts.columns.count,
          isNumber: true,
          cell: (entry) => <Value value={entry.count} print={count} href={entry.href} />,
        },
        {
          title: texts.columns.percent,
          isNumber: true,
          cell: (entry) => <Value value={entry.percent} print={percent} href={entry.href} />,
        },
        {
          title: texts.columns.points,
          isNumber: true,
          cell: ({ deltaPercent }) => <Change delta={withBase(deltaPercent, base)} isInPoints />,
        },
      ]}
    />
  );
}
