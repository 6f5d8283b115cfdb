import { expect, test } from 'vitest';
import { chatwoot } from '../../src/connect/chatwoot/chatwoot.ts';
import { connect, copyOnce } from '../../src/connect/connect.ts';
import { realTime } from '../../src/connect/time.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { surroundingsFor } from './chatwoot-run.ts';
import { startChatwootStub } from './chatwoot-stub.ts';

const highestId = Number(process.env['LARGE_CONVERSATIONS'] ?? 600);
const ratePerMinute = 2400;

test.skipIf(!hasChatwootData)(
  'a large account comes whole at 2,400 requests a minute, in no more requests than reckoned',
  { timeout: 3_600_000 },
  async () => {
    const stub = await startChatwootStub();
    const database = await freshDatabase();
    try {
      const originals = [...stub.conversations.values()];
      for (let id = 32; id <= highestId; id++) {
        const original = originals[id % originals.length];
        if (!original) throw new Error('there is no conversation');
        const created_at = original.created_at + id;
        stub.conversations.set(id, { ...structuredClone(original), id, created_at });
        const messages = structuredClone(stub.messages.get(original.id) ?? []);
        stub.messages.set(
          id,
          messages.map((message) => ({ ...message, id: Number(message['id']) + id * 100_000 })),
        );
        stub.events.set(id, []);
      }
      const conversations = stub.conversations.size;
      stub.now = Math.floor(Date.now() / 1000);
      const startedAt = Date.now();
      const settings = chatwoot.settingsFrom({
        url: new URL(stub.url),
        account: 1,
        tokenEnv: 'CHATWOOT_TOKEN',
        type: {},
        rate: ratePerMinute,
      });
      const surroundings = surroundingsFor(realTime);
      const { connection } = await connect(database, chatwoot, settings, { as: 'acme' }, surroundings);
      await copyOnce(database, connection, surroundings);
      const minutes = (Date.now() - startedAt) / 60_000;
      const sent = stub.requests.length;
      const countOf = (part: string): number => stub.requests.filter((path) => path.includes(part)).length;
      const reckoned =
        7 + Math.ceil(conversations / 25) + 1 + conversations + countOf('reporting_events') + 2 + 5;
      const ofCheck = countOf('summary_reports') + countOf('updated_within') + countOf('&page=1') - 1;
      const megabytes = Math.round(process.memoryUsage().rss / 1e6);
      process.stderr.write(
        `${conversations} conversations: ${sent} requests (reckoned ${reckoned}, and ${ofCheck} of the check) in ${(minutes * 60).toFixed(0)} s, ${megabytes} MB\n`,
      );
      expect(await database.prisma.conversation.count({ where: { accountKey: 1, deleted: false } })).toBe(
        conversations,
      );
      expect(
        await database.prisma.connectionConversation.count({ where: { accountKey: 1, isComplete: false } }),
      ).toBe(0);
      expect(sent).toBeLessThanOrEqual(reckoned + ofCheck);
      // A second's worth may go at once at the beginning.
      expect(sent).toBeLessThanOrEqual(ratePerMinute * minutes + ratePerMinute / 60 + 1);
    } finally {
      await stub.close();
      await database.close();
    }
  },
);
