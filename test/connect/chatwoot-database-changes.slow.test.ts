import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Work } from '../../src/connect/source.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { copyTables, openTables, runTask } from './chatwoot-database-run.ts';
import {
  type ChatwootTables,
  hasServer,
  type PreparedTables,
  prepareChatwootTables,
} from './chatwoot-tables.ts';
import { storedRows } from './stored.ts';

const message = (id: number, conversation: number, at = '2024-04-01 09:00:00'): string => `
  insert into messages (id, account_id, inbox_id, conversation_id, message_type, sender_type, sender_id, content,
    content_attributes, created_at, updated_at)
  values (${id}, 1, 11, ${conversation}, 0, 'Contact', 903, 'CANARY', '"{}"', '${at}', '${at}');`;

const conversation = (id: number, display: number): string => `
  insert into conversations (id, account_id, inbox_id, status, contact_id, display_id, created_at, updated_at)
  values (${id}, 1, 11, 0, 903, ${display}, '2020-02-03 04:05:06', '2020-02-03 04:05:06');`;

const event = (at: string): string => `
  insert into reporting_events (name, account_id, conversation_id, event_start_time, event_end_time, created_at, updated_at)
  values ('conversation_resolved', 1, 5006, ${at}, ${at}, ${at}, ${at});`;

const now = "now() at time zone 'utc'";

/** What is done in Chatwoot's tables, by the task that finds it. */
const changes: { readonly [task: string]: { readonly [what: string]: string } } = {
  'new rows': {
    'a message': message(900, 5002),
    'a message of long ago': message(901, 5003, '2019-01-01'),
    'a conversation of long ago': conversation(5900, 900) + message(902, 5900, '2020-02-03 04:05:07'),
    'a row whose id is lower than others': message(50, 5004),
    'a resolution that is told late': event(`${now} - interval '60 s'`),
  },
  ratings: {
    'a rating that changes': `update csat_survey_responses set rating = 2, updated_at = ${now} where id = 501;`,
  },
  'changed rows': {
    'a snooze that ends': `update conversations set status = 0, updated_at = ${now} where display_id = 4;`,
    'a contact that is merged into another': `
      update conversations set contact_id = 900, updated_at = ${now} where contact_id = 901;
      update messages set sender_id = 900 where sender_type = 'Contact' and sender_id = 901;
      delete from contacts where id = 901;`,
  },
  'all rows': {
    'a status without a trace': 'update conversations set status = 3 where display_id = 2;',
    'a contact who is renamed': "update contacts set name = 'Renamed' where id = 903;",
    'messages that are gone': 'delete from messages where conversation_id = 5003;',
  },
  lists: {
    'an agent who is removed': 'delete from account_users where user_id = 6;',
    'an inbox whose type changes': "update inboxes set channel_type = 'Channel::Api' where id = 11;",
    'a team that is deleted': 'update conversations set team_id = null; delete from teams;',
    'a label that is deleted': `
      delete from taggings where tag_id in (select id from tags where name = 'billing');
      delete from labels where title = 'billing';`,
    'a label that is renamed': `
      update tags set name = 'gold' where name = 'vip'; update labels set title = 'gold' where title = 'vip';`,
  },
  'deleted rows': {
    'a conversation that is deleted': 'delete from conversations where display_id = 17;',
    'an inbox that is deleted': 'delete from inboxes where id = 14;',
  },
};

describe.skipIf(!hasChatwootData || !hasServer)(
  "what changes in Chatwoot's tables",
  { timeout: 300_000 },
  () => {
    let prepared: PreparedTables;
    let tables: ChatwootTables;
    let database: Database;

    beforeAll(async () => {
      prepared = await prepareChatwootTables();
    });

    afterAll(() => prepared.drop());

    beforeEach(async () => {
      tables = await prepared.copy();
      database = await freshDatabase();
      await copyTables(tables, database);
    });

    afterEach(async () => {
      await database.close();
      await tables.drop();
    });

    const change = (statements: string) => tables.inside((client) => client.query(statements));
    const open = (): Promise<Work> => openTables(tables, database);

    /** What of a copy a new copy of the same has as well: it knows nothing of what was deleted or whom nothing names any more. */
    async function aliveRows(of: Database): Promise<Record<string, readonly string[] | undefined>> {
      const { conversations, threads, ratings, field_values, tags, customers } = await storedRows(of);
      const alive = (conversations ?? []).filter((row) => !row.includes('"deleted":true'));
      const named = (rows: readonly string[] = []): string[] =>
        rows.filter((row) => alive.some((one) => one.includes(`"${JSON.parse(row).id}"`)));
      return {
        conversations: alive,
        threads,
        ratings,
        field_values,
        tags: named(tags),
        customers: named(customers),
      };
    }

    async function expectSameAsNewCopy(): Promise<void> {
      const other = await freshDatabase();
      try {
        await copyTables(tables, other);
        expect(await aliveRows(database)).toEqual(await aliveRows(other));
      } finally {
        await other.close();
      }
    }

    test.each(Object.keys(changes))('what the task for %s finds is as a new copy has it', async (task) => {
      for (const statements of Object.values(changes[task] ?? {})) await change(statements);
      await runTask(await open(), task);
      await expectSameAsNewCopy();
    });

    test('all of it at once is found by a second run', async () => {
      for (const statements of Object.values(changes).flatMap((made) => Object.values(made)))
        await change(statements);
      await copyTables(tables, database);
      await expectSameAsNewCopy();
    });

    test('a row that commits late is found though others with higher ids were seen', async () => {
      const work = await open();
      await tables.inside(async (late) => {
        await late.query(`begin; ${message(900, 5002)}`);
        await change(message(901, 5003));
        await runTask(work, 'new rows');
        await late.query('commit');
      });
      await runTask(work, 'new rows');
      await expectSameAsNewCopy();
    });

    test('what is deleted is emptied, and a customer without conversations loses the name', async () => {
      await change('delete from conversations where contact_id = 904');
      await runTask(await open(), 'deleted rows');
      const { conversations, customers } = await storedRows(database);
      const deleted = (conversations ?? []).map((row) => JSON.parse(row)).filter((row) => row.deleted);
      expect(deleted.length).toBeGreaterThan(0);
      expect(deleted.map((row) => row.customer_key)).toEqual(deleted.map(() => null));
      const customer = (customers ?? []).map((row) => JSON.parse(row)).find(({ id }) => id === '904');
      expect(customer).toMatchObject({ name: null });
    });

    test('differences are told by the check, and mended by its repair', async () => {
      await database.prisma
        .$executeRaw`update conversations set status = 'snoozed' where account_key = ${1} and id = '2'`;
      await database.prisma
        .$executeRaw`update conversations set deleted = true where account_key = ${1} and id = '3'`;
      await change('delete from conversations where display_id = 9');
      const lines: string[] = [];
      const print = (text: string): void => void lines.push(text);
      const found = await (await open()).check({ repair: false, print }, async () => null);
      expect(found).toMatchObject({ exitCode: 1, line: expect.stringMatching(/^\d conversations differ$/) });
      expect(lines.filter((text) => /conversation \d+ is/.test(text))).toEqual([
        '2024-03-02: conversation 2 is open there and snoozed here',
        '2024-03-02: conversation 3 is pending there and not here',
        expect.stringMatching(/: conversation 9 is not there and open here$/),
      ]);
      const mended = await (await open()).check({ repair: true, print: () => {} }, async () => null);
      expect(mended).toMatchObject({ exitCode: 0, line: 'equal' });
      await expectSameAsNewCopy();
    });
  },
);
