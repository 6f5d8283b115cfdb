import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownAnswersOf } from '../../src/commands/own-answers.ts';
import type { Work } from '../../src/connect/source.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasHelpScoutData } from './helpscout-data.ts';
import { copyFrom } from './helpscout-run.ts';
import { startHelpScoutStub } from './helpscout-stub.ts';
import type { HelpScoutStub } from './helpscout-stub-state.ts';

describe.skipIf(!hasHelpScoutData)(
  "a copy of Help Scout against Help Scout's reports",
  { timeout: 300_000 },
  () => {
    let stub: HelpScoutStub;
    let database: Database;
    let work: Work;

    beforeEach(async () => {
      stub = await startHelpScoutStub();
      stub.rated = new Map();
      database = await freshDatabase();
      work = await copyFrom(stub, database);
    });

    afterEach(async () => {
      await stub.close();
      await database.close();
    });

    async function check(options: { repair?: boolean; since?: number; until?: number } = {}) {
      const lines: string[] = [];
      const print = (line: string): void => void lines.push(line);
      const outcome = await work.check({ repair: false, ...options, print }, ownAnswersOf(database, 'hs'));
      expect(lines.at(-1)).toBe(outcome.line);
      return { ...outcome, lines };
    }

    /** Changes a figure of the overall report of every period. */
    function change(figures: Record<string, number>): void {
      stub.changeReport = (body) => Object.assign(body['current'] as object, figures);
    }

    test('is equal where both count alike, in each month and the last days', async () => {
      const { line, exitCode, lines } = await check();
      expect(lines.filter((one) => /explained$|different$/.test(one))).toEqual([]);
      expect({ line, exitCode }).toEqual({ line: 'equal', exitCode: 0 });
      expect(lines).toContain(
        '2024-02-29T23:00:00Z to 2024-03-31T22:00:00Z: figure, Help Scout, deskgraph, difference',
      );
      expect(lines).toContain('  conversationsCreated: 55, 55, 0');
      expect(lines.filter((one) => one.includes(' to '))).toHaveLength(4);
      const asked = stub.requests.filter((request) => request.includes('/v2/reports/conversations?'));
      expect(asked).toHaveLength(4);
    });

    test('explains what only Help Scout sees', async () => {
      change({ totalConversations: 60 });
      const { line, exitCode, lines } = await check();
      expect({ line, exitCode }).toEqual({ line: 'explained', exitCode: 0 });
      expect(lines).toContain('  totalConversations: 60, 55, 5 explained');
    });

    test('does not explain what must be equal', async () => {
      change({ conversationsCreated: 56, newConversations: 55 });
      const { line, exitCode, lines } = await check();
      expect(exitCode).toBe(1);
      expect(line).toMatch(/^\d+ differences$/);
      expect(lines).toContain('  conversationsCreated: 56, 55, 1 different');
    });

    test('finds a conversation that is missing, and mends it', async () => {
      const known = structuredClone(stub.find(500000001));
      Object.assign(known.conversation, { id: 500000900, number: 2000 });
      for (const thread of known.threads) thread.id += 100_000;
      stub.account.conversations.push(known);
      expect((await check()).exitCode).toBe(1);
      expect(await check({ repair: true })).toMatchObject({ line: 'equal', exitCode: 0 });
    });

    test('says which end of a period fits, where something lies on its last second', async () => {
      const since = Date.parse('2024-03-15T00:00:00Z') / 1000;
      const until = Date.parse('2024-03-15T08:00:00Z') / 1000 + 1;
      const { line, lines } = await check({ since, until });
      expect(line).toBe('equal');
      expect(lines).toContain('  end of the period in Help Scout: included');
    });

    test('cannot be asked without the reports of Plus and Pro', async () => {
      stub.rated = null;
      expect(await check()).toMatchObject({ exitCode: 2, line: expect.stringContaining('Plus and Pro') });
      expect(work.state).toMatchObject({ hasReports: false });
      stub.rated = new Map();
      const { exitCode, lines } = await check({ since: 0 });
      expect({ exitCode, hasReports: work.state }).toMatchObject({
        exitCode: 0,
        hasReports: { hasReports: true },
      });
      expect(lines[0]).toMatch(/^2024-03-01T00:00:00Z to /);
    });
  },
);
