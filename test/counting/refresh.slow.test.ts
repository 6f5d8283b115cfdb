import { expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { freshDatabase } from '../harness/database.ts';
import { dumpWithRollups } from '../harness/dump.ts';
import { importRecords } from '../harness/import.ts';

interface Item {
  readonly type: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

const end = new Date('2026-01-01T00:00:00Z');
const lines = generateHelpdesk({ conversations: 400, seed: 11, end, days: 400, account: 'acme' });
const helpdesk: readonly Item[] = Array.from(lines, (line) => JSON.parse(line));
const isNewest = ({ type }: Item, index: number): boolean =>
  type === 'conversation' && index > helpdesk.length - 40;

// What was there before all came to be as it is now, and the records that are imported to make it so.
const pasts: readonly (readonly [string, Item[], Item[]])[] = [
  ['the same', [...helpdesk], [...helpdesk]],
  [
    'a few conversations fewer',
    helpdesk.filter((item, index) => !isNewest(item, index)),
    helpdesk.filter((item, index) => item.type === 'account' || isNewest(item, index)),
  ],
  [
    'conversations of other customers, with other states and less to read',
    helpdesk.map((item, index) =>
      item.type === 'conversation' && index % 3 > 0
        ? { ...item, status: 'spam', tags: [], threads: [], customerId: `c${(index % 7) + 1}` }
        : item,
    ),
    [...helpdesk],
  ],
  [
    'a few such conversations',
    helpdesk.map((item, index) =>
      isNewest(item, index) && index % 2 > 0
        ? { ...item, deleted: true, threads: [], customerId: `c${(index % 7) + 1}` }
        : item,
    ),
    helpdesk.filter((item, index) => item.type === 'account' || isNewest(item, index)),
  ],
  [
    'a few conversations of other assignees, with other tags, types and mailboxes',
    helpdesk.map((item, index) =>
      isNewest(item, index)
        ? {
            ...item,
            assigneeId: 'u1',
            tags: ['t1', 't2'],
            conversationType: 'phone',
            mailboxId: 'orders',
            customFields: [],
          }
        : item,
    ),
    helpdesk.filter((item, index) => item.type === 'account' || isNewest(item, index)),
  ],
  [
    'custom fields of another mailbox and another type',
    helpdesk.map((item) =>
      item.type === 'customField' ? { ...item, mailboxId: 'support', fieldType: 'text', options: [] } : item,
    ),
    helpdesk.filter(({ type }) => type === 'account' || type === 'customField'),
  ],
  [
    'another time zone',
    helpdesk.map((item) => (item.type === 'account' ? { ...item, timeZone: 'Asia/Kolkata' } : item)),
    helpdesk.filter(({ type }) => type === 'account'),
  ],
];

test.each(pasts)(
  'whatever it was before (%s), what is counted is what there is',
  async (_, past, changes) => {
    const changed = await countedAfter([past, changes]);
    const undisturbed = await countedAfter([helpdesk]);
    expect(changed.stale_days).toEqual([]);
    expect(changed).toEqual(undisturbed);
  },
);

const masters = [
  { type: 'account', id: 'acme', name: 'Acme', timeZone: 'UTC' },
  { type: 'mailbox', id: 'm', name: 'M' },
  { type: 'user', id: 'u', name: 'U' },
  { type: 'user', id: 'v', name: 'V' },
  { type: 'customer', id: 'c', name: 'C' },
  { type: 'tag', id: 't', name: 'T' },
];

function repliedOn(
  id: string,
  day: string,
  { userId = 'u', ...more }: { userId?: string; [field: string]: unknown } = {},
): Item {
  const thread = { id: 't', kind: 'reply', createdAt: `2024-03-${day}T12:00:00Z`, userId };
  const createdAt = '2024-03-01T12:00:00Z';
  const shared = { mailboxId: 'm', conversationType: 'email', channel: 'x', status: 'open', number: 1 };
  return { type: 'conversation', id, ...shared, createdAt, customerId: 'c', threads: [thread], ...more };
}

const early = repliedOn('early', '10', { tags: ['t'], assigneeId: 'u' });

test.each([
  ['that goes', { threads: [] }, ['spam', 'deleted', 'late']],
  ['that loses its tag', { tags: [] }, ['untagged', 'late']],
  ['that loses its assignee', { assigneeId: null }, ['unassigned', 'late']],
  ['that somebody else sent', repliedOn('early', '10', { userId: 'v' }), ['others', 'plain']],
])(
  'a reply %s changes the next day on which its customer is counted, whatever lies between',
  async (_, change, names) => {
    const others = [
      repliedOn('spam', '12', { status: 'spam' }),
      repliedOn('deleted', '13', { deleted: true }),
      repliedOn('untagged', '12', { assigneeId: 'u' }),
      repliedOn('unassigned', '12', { tags: ['t'] }),
      repliedOn('others', '12', { userId: 'v' }),
      repliedOn('plain', '15'),
      repliedOn('late', '15', { tags: ['t'], assigneeId: 'u' }),
    ].filter(({ id }) => names.includes(id));
    const changed = { ...early, ...change };
    expect(
      await countedAfter([
        [...masters, early, ...others],
        [...masters.slice(0, 1), changed],
      ]),
    ).toEqual(await countedAfter([[...masters, changed, ...others]]));
  },
);

test('what is imported while others count is counted', async () => {
  const database = await freshDatabase();
  let isImporting = true;
  const count = async (): Promise<void> => {
    while (isImporting) await refreshRollups(database);
  };
  const counting = [count(), count()];
  for (const records of inParts(helpdesk, 12)) await importRecords(database, records);
  isImporting = false;
  await Promise.all(counting);
  await refreshRollups(database);
  const rows = await dumpWithRollups(database);
  await database.close();
  expect(rows).toEqual(await countedAfter([helpdesk]));
});

/** Some conversations of the last part are in the one before too, so that they are replaced while their days are counted. */
function inParts([account, ...records]: readonly Item[], parts: number): Item[][] {
  const length = Math.ceil(records.length / parts);
  return Array.from({ length: parts }, (_, part) => [
    account as Item,
    ...records.slice(Math.max(0, part * length - 20), (part + 1) * length),
  ]);
}

async function countedAfter(imports: readonly (readonly Item[])[]) {
  const database: Database = await freshDatabase();
  for (const records of imports) {
    await importRecords(database, records);
    await refreshRollups(database);
  }
  const rows = await dumpWithRollups(database);
  await database.close();
  return rows;
}
