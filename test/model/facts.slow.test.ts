import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { type Facts, factsOf, written } from './facts.ts';
import { grownHelpdesk, importGrown } from './grown-helpdesk.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

interface StoredFacts extends Omit<Facts, 'resolutions' | 'reopenings'> {
  readonly id: string;
  readonly resolutions: string[];
  readonly reopenings: string[];
}

/** The facts of an account's conversations as later readers find them: out of columns, and events out of threads. */
async function storedFacts(accountId: string): Promise<Map<string, Facts>> {
  const { key } = await database.prisma.account.findUniqueOrThrow({ where: { id: accountId } });
  const rows = await database.prisma.$queryRaw<{ facts: StoredFacts }[]>`
    select jsonb_build_object(
        'id', c.id, 'messagesReceived', c.messages_received, 'repliesSent', c.replies_sent,
        'firstResponseAt', c.first_response_at,
        'firstReplier', (select u.id from users u where u.account_key = ${key} and u.key = c.first_replier_key),
        'firstResponseTime', c.first_response_seconds, 'officeFirstResponseTime', c.office_first_response_seconds,
        'resolveTime', c.resolve_seconds, 'officeResolveTime', c.office_resolve_seconds,
        'waitingSince', c.waiting_since,
        'resolutions', case when c.has_status_threads then to_jsonb(array(
            select t.created_at from threads t
            where t.account_key = ${key} and t.conversation_key = c.key and t.status_event = 'resolution'
            order by t.created_at, t.position
          )) else to_jsonb(array(select c.closed_at where c.status = 'closed' and c.closed_at is not null)) end,
        'reopenings', array(
          select t.created_at from threads t
          where t.account_key = ${key} and t.conversation_key = c.key and t.status_event = 'reopening'
          order by t.created_at, t.position
        )
      ) as facts
    from conversations c
    where c.account_key = ${key}`;
  const instant = (value: string | null) => value && written(value);
  return new Map(
    rows.map(({ facts: { id, ...facts } }) => [
      id,
      {
        ...facts,
        firstResponseAt: instant(facts.firstResponseAt),
        waitingSince: instant(facts.waitingSince),
        resolutions: facts.resolutions.map(written),
        reopenings: facts.reopenings.map(written),
      },
    ]),
  );
}

let accounts = 0;

test('what is stored with a conversation is what the specification computes, whatever it was before', async () => {
  const check = fc.asyncProperty(grownHelpdesk, async (grown) => {
    const accountId = `desk-${++accounts}`;
    await importGrown(database, accountId, grown);
    const { desk } = grown;
    expect(await storedFacts(accountId)).toEqual(
      new Map(desk.conversations.map((record) => [record.id, factsOf(desk, record)])),
    );
  });
  await fc.assert(check, { numRuns: 25, interruptAfterTimeLimit: 240_000 });
}, 600_000);
