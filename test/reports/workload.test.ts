import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let ask: Ask;

const midnight = Date.parse('2026-01-01T00:00:00Z');
const at = (minute: number): string =>
  new Date(midnight + minute * 60_000).toISOString().replace('.000Z', 'Z');

/** A conversation in which the customer waits since a minute. */
const waiting = (minute: number, tags: string[]) => ({
  type: 'conversation',
  id: String(minute),
  number: minute,
  mailboxId: 'm1',
  conversationType: 'email',
  channel: 'email',
  status: 'open',
  createdAt: at(minute),
  customerId: 'c1',
  tags,
  threads: [{ id: '1', kind: 'customer', createdAt: at(minute), customerId: 'c1' }],
});

// More of them than the statement looks at first.
const many = 600;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', {
    records: [
      { type: 'mailbox', id: 'm1', name: 'Support' },
      { type: 'customer', id: 'c1', name: 'Ann' },
      ...['often', 'seldom'].map((id) => ({ type: 'tag', id, name: id })),
      ...Array.from({ length: many }, (_, index) => waiting(index + 1, ['often'])),
      waiting(many + 1, ['often', 'seldom']),
      waiting(many + 2, ['seldom']),
    ],
  });
  await refreshRollups(database);
  ask = clientOf(database, await tokenFor(database, 'acme'));
});

afterAll(() => database.close());

test('who waits longest of a row is told however many others have waited longer', async () => {
  const { body } = await ask('{ workloadReport { rows(by: TAG) { key waiting oldestWaitingSince } } }');
  expect(body).toEqual({
    data: {
      workloadReport: {
        rows: [
          { key: 'often', waiting: many + 1, oldestWaitingSince: at(1) },
          { key: 'seldom', waiting: 2, oldestWaitingSince: at(many + 1) },
        ],
      },
    },
  });
});
