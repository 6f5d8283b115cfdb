import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;

const createdAt = [
  '1990-06-15T00:00:00Z',
  '2001-01-01T00:00:00Z',
  '2001-01-31T00:00:00Z',
  '2019-12-31T00:00:00Z',
];

beforeAll(async () => {
  database = await freshDatabase();
  const conversations = createdAt.map((instant, index) => ({
    type: 'conversation',
    id: String(index + 1),
    number: index + 1,
    mailboxId: '1',
    conversationType: 'email',
    channel: 'email',
    status: 'open',
    createdAt: instant,
    threads: [{ id: `t${index}`, kind: 'customer', createdAt: instant }],
  }));
  await createAccount(database, 'acme', {
    records: [{ type: 'mailbox', id: '1', name: 'Support' }, ...conversations],
  });
});

afterAll(() => database.close());

test.each(['', ', filter: { tags: ["1"] }'])(
  'every interval of a series of 360 has its own figures%s',
  async (filter) => {
    const ask = clientOf(database, await tokenFor(database, 'acme'));
    const { body } = await ask(
      `{ activityReport(period: { start: "1990-01-01T00:00:00Z", end: "2020-01-01T00:00:00Z" }${filter}, timeZone: "UTC") {
        series { current { startDate conversationsCreated messagesReceived } }
      } }`,
    );
    const months = Array.from({ length: 360 }, (_, index) => {
      const startDate = new Date(Date.UTC(1990, index)).toISOString().replace('.000Z', 'Z');
      const count = createdAt.filter((instant) => instant.startsWith(startDate.slice(0, 7))).length;
      return { startDate, conversationsCreated: count, messagesReceived: count };
    });
    expect(body).toEqual({ data: { activityReport: { series: { current: months } } } });
  },
);
