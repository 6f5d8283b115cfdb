import fc from 'fast-check';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { importRecords } from '../harness/import.ts';
import { conversation, helpdesk, officeHours, zones } from './helpdesk.ts';
import { type ConversationRecord, type Helpdesk, recordsOf } from './records.ts';

/** A helpdesk and how it came to be what it is now. */
export interface GrownHelpdesk {
  readonly desk: Helpdesk;
  /** As it was when it was imported first: in perhaps another zone, with perhaps other office hours and conversations. */
  readonly past: Helpdesk;
  /** The conversations that were imported since, because they are new or have changed. */
  readonly changes: readonly ConversationRecord[];
  /** Whether counts were brought up to date before the change, and after it: all of them, or all but some days. */
  readonly refreshedBefore: boolean;
  readonly refreshedAfter: 'all' | 'some' | 'none';
}

export const grownHelpdesk: fc.Arbitrary<GrownHelpdesk> = helpdesk.chain((desk) =>
  fc
    .record({
      stored: fc.uniqueArray(conversation(desk), { maxLength: 8, selector: ({ id }) => id }),
      pastZone: fc.constantFrom(desk.timeZone, desk.timeZone, ...zones),
      pastHours: fc.option(officeHours, { nil: desk.officeHours }),
      deletes: fc.boolean(),
      refreshedBefore: fc.boolean(),
      refreshedAfter: fc.constantFrom('all' as const, 'all' as const, 'some' as const, 'none' as const),
    })
    .map(({ stored, pastZone, pastHours, deletes, ...upkeep }) => {
      const replaced = new Set(desk.conversations.map(({ id }) => id));
      const left = stored
        .filter(({ id }) => !replaced.has(id))
        .map((record, index) => (deletes && index % 2 === 0 ? { ...record, deleted: true } : record));
      return {
        desk: { ...desk, conversations: [...desk.conversations, ...left] },
        past: { ...desk, timeZone: pastZone, officeHours: pastHours, conversations: stored },
        changes: [...desk.conversations, ...left.filter(({ deleted }) => deleted)],
        ...upkeep,
      };
    }),
);

/** Lets the helpdesk happen again, as an account of its own. */
export async function importGrown(
  database: Database,
  accountId: string,
  { desk, past, changes, refreshedBefore, refreshedAfter }: GrownHelpdesk,
): Promise<void> {
  await importRecords(database, recordsOf(accountId, past));
  if (refreshedBefore) await refreshRollups(database);
  await importRecords(database, recordsOf(accountId, { ...desk, conversations: [...changes] }));
  if (refreshedAfter === 'none') return;
  await refreshRollups(database);
  if (refreshedAfter === 'all') return;
  await importRecords(database, recordsOf(accountId, { ...desk, conversations: changes.slice(0, 1) }));
}
