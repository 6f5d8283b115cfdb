import { expect, test } from 'vitest';
import { ConversationStatus } from '../database/generated/enums.ts';
import { statusEventsOf } from './status-events.ts';

/** `closed@5` sets a status in second 5, `-@5` none. */
function eventsOf(script: string): string[] | undefined {
  const threads = script.split(' ').map((word) => {
    const [status, second = ''] = word.split('@');
    return {
      word,
      createdAt: BigInt(second),
      status: Object.values(ConversationStatus).find((name) => name === status),
    };
  });
  const events = statusEventsOf(threads);
  return events && Array.from(events, ([{ word }, event]) => `${word} ${event}`);
}

test.each([
  ['no status', '-@0 -@1', undefined],
  ['a status that closes nothing', 'open@0', []],
  ['closed at once', 'closed@0', ['closed@0 resolution']],
  ['closed, and threads without a status', '-@0 open@1 -@2 closed@3 -@4', ['closed@3 resolution']],
  ['closed twice', 'open@0 closed@1 closed@2', ['closed@1 resolution']],
  [
    'closed, open, closed',
    'closed@0 open@1 closed@2',
    ['closed@0 resolution', 'open@1 reopening', 'closed@2 resolution'],
  ],
  ['reopened as pending', 'closed@0 pending@1', ['closed@0 resolution', 'pending@1 reopening']],
  ['reopened as snoozed', 'closed@0 snoozed@1 open@2', ['closed@0 resolution', 'snoozed@1 reopening']],
  ['reopened as on hold', 'closed@0 closed@1 on_hold@2', ['closed@0 resolution', 'on_hold@2 reopening']],
  ['spam in between reopens nothing', 'closed@0 spam@1 open@2', ['closed@0 resolution']],
  ['closed after spam', 'closed@0 spam@1 closed@2', ['closed@0 resolution', 'closed@2 resolution']],
  ['threads in any order', 'open@9 closed@5', ['closed@5 resolution', 'open@9 reopening']],
  ['positions that decide at one instant', 'open@1 closed@1', ['closed@1 resolution']],
])('%s', (_case, script, expected) => {
  expect(eventsOf(script)).toEqual(expected);
});
