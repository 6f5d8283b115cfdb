import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { copyingTransaction } from '../../src/database/copy.ts';
import { clockKeeper } from '../../src/import/account.ts';
import { writeChanges } from '../../src/import/changes.ts';
import { parseRecord } from '../../src/import/parse.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';
import { recordStatements } from '../harness/statements.ts';
import { type Helpdesk, recordsOf } from '../model/records.ts';
import { conversation, historyDesk, threads } from './history-desk.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

const day = [{ day: 1, from: '10:30', to: '12:00' }];
const enabled = { enabled: true, days: day };

const conversations = [
  conversation('1', { threads: threads('cid 09:00', 'ann 10:00', 'cid 10:10', 'ann 11:30', 'ben 11:40') }),
  conversation('2', {
    status: 'closed',
    closedAt: '2024-03-05T12:00:00Z',
    threads: threads('ann 09:00', 'note 09:30'),
  }),
  conversation('3'),
];

/** Everything that an import stored of how long somebody waited. */
async function storedTimes(accountId: string): Promise<unknown[]> {
  const { key: accountKey } = await database.prisma.account.findUniqueOrThrow({ where: { id: accountId } });
  const where = { accountKey };
  return [
    await database.prisma.conversation.findMany({
      where,
      omit: { accountKey: true },
      orderBy: { key: 'asc' },
    }),
    await database.prisma.thread.findMany({
      where,
      omit: { accountKey: true },
      orderBy: [{ conversationKey: 'asc' }, { position: 'asc' }],
    }),
  ];
}

function accountRecord(id: string, desk: Helpdesk): object {
  return recordsOf(id, desk)[0] ?? {};
}

const before = historyDesk(conversations);

test.each<[string, Helpdesk, Helpdesk]>([
  ['other hours', before, { ...before, officeHours: enabled }],
  ['a holiday', before, { ...before, officeHours: { ...before.officeHours, closedDays: ['2024-03-05'] } }],
  [
    'no holiday any more',
    { ...before, officeHours: { ...before.officeHours, closedDays: ['2024-03-04'] } },
    before,
  ],
  ['another zone', before, { ...before, timeZone: 'America/New_York' }],
  ['no hours any more', before, { ...before, officeHours: { enabled: false, days: day } }],
  [
    'hours for the first time',
    { ...before, officeHours: { enabled: false, days: day } },
    { ...before, officeHours: enabled },
  ],
])('an account that is given %s has the times of one that always had them', async (change, old, changed) => {
  const name = change.replaceAll(' ', '-');
  await importRecords(database, recordsOf(`always-${name}`, changed));
  await importRecords(database, recordsOf(name, old));
  const unchanged = await storedTimes(name);
  await importRecords(database, [accountRecord(name, changed)]);
  expect(await storedTimes(name)).toEqual(await storedTimes(`always-${name}`));
  expect(await storedTimes(name)).not.toEqual(unchanged);
});

// Two whole days in Berlin, so that totals may be counted ahead of time.
const asked = 'user: "ann", period: { start: "2024-03-03T23:00:00Z", end: "2024-03-05T23:00:00Z" }';

function toResult(responseTime: number | null): object {
  return { responseTime };
}

// The office hours of 10:30 to 12:00 in Berlin are those of 09:30 to 11:00 in UTC.
test('a changed schedule changes the answer', async () => {
  await importRecords(database, recordsOf('answer', before));
  await refreshRollups(database);
  const ask = clientOf(database, await tokenFor(database, 'answer'));
  const answers = async (): Promise<unknown> =>
    (
      await ask(`{
        elapsed: userConversationHistoryReport(${asked}) { results { responseTime } current { avgResolveTime } }
        office: userConversationHistoryReport(${asked}, officeHours: true) { results { responseTime } current { avgResolveTime } }
      }`)
    ).body.data;
  const elapsed = { results: [null, 3600, 4800].map(toResult), current: { avgResolveTime: 27 * 3600 } };
  expect(await answers()).toEqual({
    elapsed,
    office: { results: [null, 3600, 4800].map(toResult), current: { avgResolveTime: 11 * 3600 } },
  });
  await importRecords(database, [accountRecord('answer', { ...before, officeHours: enabled })]);
  const changed = {
    elapsed,
    office: { results: [null, 1800, 3000].map(toResult), current: { avgResolveTime: 5400 } },
  };
  expect(await answers()).toEqual(changed);
  await refreshRollups(database);
  expect(await answers()).toEqual(changed);
});

test('more threads than one statement reads are computed anew, conversation by conversation', async () => {
  const many = historyDesk(
    Array.from({ length: 3_500 }, (_, index) =>
      conversation(String(index), { threads: threads('cid 09:00', 'ann 10:00', 'ann 10:30') }),
    ),
  );
  await importRecords(database, recordsOf('many', many));
  await importRecords(database, [accountRecord('many', { ...many, officeHours: enabled })]);
  const groups = await database.prisma.thread.groupBy({
    by: ['position', 'officeResponseSeconds', 'officeFirstResponseSeconds'],
    where: { accountKey: (await database.prisma.account.findUniqueOrThrow({ where: { id: 'many' } })).key },
    _count: true,
    orderBy: { position: 'asc' },
  });
  expect(groups).toEqual([
    { position: 0, officeResponseSeconds: null, officeFirstResponseSeconds: null, _count: 3_500 },
    { position: 1, officeResponseSeconds: 1800n, officeFirstResponseSeconds: 1800n, _count: 3_500 },
    { position: 2, officeResponseSeconds: null, officeFirstResponseSeconds: 1800n, _count: 3_500 },
  ]);
});

test('an import that is cut off leaves the times as they were', async () => {
  await importRecords(database, recordsOf('cut-off', before));
  const unchanged = await storedTimes('cut-off');
  const record = parseRecord(
    Buffer.from(JSON.stringify(accountRecord('cut-off', { ...before, officeHours: enabled }))),
  );
  if ('reason' in record) throw new Error(record.reason);
  const write: Parameters<typeof copyingTransaction>[1] = async (client, copy) => {
    await writeChanges(client, copy, 'cut-off', [record], clockKeeper());
    throw new Error('cut-off');
  };
  const cutOff = copyingTransaction(database, write, { maxWait: 2000, timeout: 5000 });
  await expect(cutOff).rejects.toThrow('cut-off');
  expect(await storedTimes('cut-off')).toEqual(unchanged);
});

test('an account that only changes its name, or its zone without office hours, is not computed anew', async () => {
  const without = { ...before, officeHours: { enabled: false, days: day, closedDays: ['2024-03-04'] } };
  await importRecords(database, recordsOf('same', before));
  await importRecords(database, recordsOf('without', without));
  const statements = recordStatements(database);
  await importRecords(database, [{ ...accountRecord('same', before), name: 'new' }]);
  await importRecords(database, [accountRecord('without', { ...without, timeZone: 'UTC' })]);
  const closedDays = ['2024-12-26', '2024-12-25', '2024-12-25'];
  const hours = { ...before.officeHours, closedDays };
  await importRecords(database, recordsOf('closed', { ...before, officeHours: hours }));
  const sorted = { ...hours, closedDays: [...new Set(closedDays)].sort() };
  await importRecords(database, [accountRecord('closed', { ...before, officeHours: sorted })]);
  expect(statements.filter(({ sql }) => /set office_/.test(sql))).toEqual([]);
});
